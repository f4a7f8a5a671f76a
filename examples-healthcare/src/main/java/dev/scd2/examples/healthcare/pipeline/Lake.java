package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.lake.S3Location;
import dev.scd2.lake.embedded.EmbeddedS3;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the bucket of the lake: the user's own, or one of an embedded server. Stateless. */
final class Lake {
    private static final String LOCAL = "payer";

    private Lake() {}

    /** Returns the bucket; an embedded server that was started for it is given to {@code keep}. */
    static S3Location open(PayerConfig config, Consumer<AutoCloseable> keep) {
        Optional<String> endpoint = config.setting(PayerConfig.S3_ENDPOINT);
        if (endpoint.isPresent()) {
            return new S3Location(
                    address(endpoint.get()),
                    "us-east-1",
                    config.bucket(),
                    required(config, PayerConfig.S3_ACCESS_KEY),
                    required(config, PayerConfig.S3_SECRET_KEY));
        }
        EmbeddedS3 server = EmbeddedS3.in(config.directory().resolve("s3"))
                .credentials(LOCAL, LOCAL)
                .start();
        keep.accept(server);
        return server.bucket(config.bucket());
    }

    static URI address(String endpoint) {
        try {
            URI address = URI.create(endpoint);
            if (address.getScheme() != null && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException unreadable) {
            // said below
        }
        throw new PayerException(
                PayerConfig.S3_ENDPOINT + " is no address. It should look like http://127.0.0.1:9000.", null);
    }

    private static String required(PayerConfig config, String name) {
        return config.setting(name)
                .orElseThrow(() -> new PayerException(
                        name + " is missing: " + PayerConfig.S3_ENDPOINT + " is set, so the keys for it are needed.",
                        null));
    }
}
