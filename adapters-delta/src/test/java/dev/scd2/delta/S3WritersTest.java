package dev.scd2.delta;

import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.embedded.EmbeddedS3;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Writers of a table in a bucket of the embedded server. */
class S3WritersTest extends OvertakenWritersContract {
    @TempDir
    static Path root;

    private static EmbeddedS3 server;

    @BeforeAll
    static void start() {
        server = EmbeddedS3.in(root).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    LakeLocation place(String name) {
        return server.bucket("lake").withPrefix("tables/" + name);
    }
}
