package dev.scd2.lake;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code s3://bucket/prefix?sse=…&kms-key=…} with the environment. Stateless. */
final class S3Address {
    private static final Pattern FORM =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([^?]*))?(?:\\?(.*))?");
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";
    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

    private S3Address() {}

    static S3Location read(String text, Map<String, String> environment) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a location in S3: " + text
                    + ". It is s3://bucket/prefix, and buckets have 3 to 63 small letters, digits, dots and hyphens.");
        }
        URI endpoint = endpoint(first(environment, ENDPOINT + "_S3", ENDPOINT));
        String region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
        if (region == null && endpoint == null) {
            throw new IllegalArgumentException("Which region is the bucket " + form.group(1)
                    + " in? Set AWS_REGION, or " + ENDPOINT + " for a store that is not Amazon's.");
        }
        String accessKey = first(environment, ACCESS_KEY);
        String secretKey = first(environment, SECRET_KEY);
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException(
                    (accessKey == null ? ACCESS_KEY : SECRET_KEY) + " is missing: the other of the two keys is set.");
        }
        return new S3Location(
                endpoint,
                region == null ? "us-east-1" : region,
                form.group(1),
                form.group(2) == null ? "" : form.group(2).replaceAll("/+$", ""),
                accessKey,
                secretKey,
                accessKey == null ? null : first(environment, "AWS_SESSION_TOKEN"),
                encryption(form.group(3)));
    }

    private static @Nullable String first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable URI endpoint(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI address = URI.create(text);
            if (address.getScheme() != null && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException unreadable) {
            // said below
        }
        throw new IllegalArgumentException(ENDPOINT + " is no address. It should look like http://127.0.0.1:9000.");
    }

    private static S3Encryption encryption(@Nullable String query) {
        String algorithm = null;
        String key = null;
        for (String option : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            if (option.startsWith("sse=")) {
                algorithm = option.substring("sse=".length());
            } else if (option.startsWith("kms-key=")) {
                key = option.substring("kms-key=".length());
            } else {
                throw new IllegalArgumentException("Unknown option of a location in S3: '" + option
                        + "'. There are sse=AES256, sse=aws:kms and kms-key=ID.");
            }
        }
        return new S3Encryption(algorithm, key);
    }
}
