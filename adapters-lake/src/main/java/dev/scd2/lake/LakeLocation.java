package dev.scd2.lake;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a lake is: a bucket of an S3 store, or a local directory. Both keep the same files under the same names, and both
 * refuse to write what is there already. Immutable.
 *
 * <pre>{@code
 * LakeLocation.parse("s3://lake/production");
 * LakeLocation.parse("/var/lib/lake");
 * }</pre>
 */
public sealed interface LakeLocation permits S3Location, DirectoryLocation {
    /**
     * Reads a location as people write it: {@code s3://bucket/prefix}, or the path of a directory.
     *
     * <p>What a bucket needs besides comes from the environment, under the names that the AWS tools use:
     * {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL} for a store that is not Amazon's, {@code AWS_REGION} or
     * {@code AWS_DEFAULT_REGION}, {@code AWS_ACCESS_KEY_ID} with {@code AWS_SECRET_ACCESS_KEY} and, where there is one,
     * {@code AWS_SESSION_TOKEN}. Without keys they are looked for where the AWS tools look: in the profile, the container,
     * the machine. {@code s3://bucket/prefix?sse=AES256}, or {@code ?sse=aws:kms&kms-key=ID}, has the store encrypt what is
     * written ({@link S3Encryption}).
     *
     * @throws IllegalArgumentException if it cannot be read; the message says what is missing
     */
    static LakeLocation parse(String text) {
        if (text.startsWith("s3://")) {
            return S3Address.read(text, System.getenv());
        }
        if (text.isBlank() || text.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
            throw new IllegalArgumentException(
                    "Not the location of a lake: '" + text.strip().toLowerCase(Locale.ROOT)
                            + "'. It is s3://bucket/prefix, or the path of a directory.");
        }
        return new DirectoryLocation(Path.of(text));
    }
}
