package dev.scd2.postgres.capture;

import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.postgres.PostgresStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A JVM of its own that reads the table into a history in the same server, until it is killed. */
final class CaptureInChild implements AutoCloseable {
    private final Process jvm;

    CaptureInChild(String url) throws IOException {
        jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.timezone=UTC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CaptureInChild.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    boolean isAlive() {
        return jvm.isAlive();
    }

    /** Lets it work on for so long, and kills it in the middle of what it does then. */
    void killAfter(long time, TimeUnit unit) throws InterruptedException {
        if (jvm.waitFor(time, unit)) {
            throw new IllegalStateException("The child ended before it was killed.");
        }
        jvm.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        jvm.destroyForcibly();
    }

    static PostgresStore store(String url) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url);
        return PostgresStore.open(database, Told.ITEM);
    }

    static CaptureSource source(String url) {
        PostgresCapture capture = PostgresCapture.from(url)
                .tables(List.of("shop.item"))
                .topicPrefix("shop")
                .slot("item")
                .publication("item")
                .build();
        return CaptureSource.of(capture, Told.ITEM).maxChanges(20).build();
    }

    public static void main(String[] arguments) {
        try (PostgresStore store = store(arguments[0])) {
            Intake.of(source(arguments[0]), History.of(store))
                    .retries(100, Duration.ofMillis(100))
                    .run(() -> false);
        }
    }
}
