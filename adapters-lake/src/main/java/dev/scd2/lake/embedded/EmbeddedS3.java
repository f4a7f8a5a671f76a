package dev.scd2.lake.embedded;

import dev.scd2.lake.LakeException;
import dev.scd2.lake.S3Location;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server on the loopback address whose objects are files below a directory.
 *
 * <p>Conditional writes are atomic, wrong credentials are refused. Look at the objects through S3 only: the directory
 * also holds what unfinished uploads left. No key may be a prefix directory of another ({@code a} and {@code a/b}).
 *
 * <p>Thread-safe. Starts in about a second.
 */
public final class EmbeddedS3 implements AutoCloseable {
    private final S3Proxy server;
    private final String accessKey;
    private final String secretKey;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedS3(S3Proxy server, String accessKey, String secretKey) {
        this.server = server;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** Starts the description of a server that keeps its objects below {@code directory}, made if it is missing. */
    public static Builder in(Path directory) {
        return new Builder(directory.toAbsolutePath().normalize());
    }

    /** Returns the address of the server. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Returns a bucket of this server with the credentials for it; the bucket may have to be made. */
    public S3Location bucket(String bucket) {
        return new S3Location(endpoint(), "us-east-1", bucket, accessKey, secretKey);
    }

    /** Stops the server. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new LakeException("The embedded S3 server did not stop cleanly.", e);
        }
    }

    /** Describes a server. Confined to one thread. */
    public static final class Builder {
        private final Path directory;
        private String accessKey = "local";
        private String secretKey = "local-secret";
        private int port;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** Sets the credentials that clients must show. */
        public Builder credentials(String accessKey, String secretKey) {
            this.accessKey = accessKey;
            this.secretKey = secretKey;
            return this;
        }

        /**
         * Sets the port; without this call a free one is taken at each start.
         *
         * @param port  1 to 65535
         */
        public Builder port(int port) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("A port lies between 1 and 65535, not at " + port + ".");
            }
            this.port = port;
            return this;
        }

        /**
         * Starts the server; it serves when this method returns.
         *
         * @throws LakeException if the port is in use or the directory cannot be written
         */
        public EmbeddedS3 start() {
            try {
                Files.createDirectories(directory);
                if (port != 0) {
                    requireFree();
                }
                S3Proxy server = S3Proxy.builder()
                        .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                        .endpoint(URI.create("http://127.0.0.1:" + port))
                        .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                        .build();
                server.start();
                return new EmbeddedS3(server, accessKey, secretKey);
            } catch (BindException e) {
                throw new LakeException(
                        "Port " + port + " is in use. Stop the program that listens there, or choose another port.", e);
            } catch (Exception e) {
                throw new LakeException(
                        "The embedded S3 server did not start in " + directory + ": " + e.getMessage() + ".", e);
            }
        }

        private void requireFree() throws IOException {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress("127.0.0.1", port));
            }
        }
    }
}
