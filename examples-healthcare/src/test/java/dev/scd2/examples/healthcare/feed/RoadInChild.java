package dev.scd2.examples.healthcare.feed;

import dev.scd2.postgres.capture.CaptureRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that walks the road, a line of output per round, and is killed in between. */
final class RoadInChild implements AutoCloseable {
    static final int ROUNDS = 14;
    static final int CHANGES_IN_A_ROUND = 100 + 100 + 100 + 50 + 25;

    private final Process jvm;
    private final BufferedReader lines;

    RoadInChild(Path directory) throws IOException {
        jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RoadInChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits for a line that begins so. */
    void awaitLine(String beginning) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("The child ended before it said '" + beginning + "'.");
        }
    }

    /** Lets it work on for so long, and kills it in the middle of what it does then. */
    void killAfter(long time, TimeUnit unit) throws InterruptedException {
        if (jvm.waitFor(time, unit)) {
            throw new IllegalStateException("The child ended before it was killed.");
        }
        jvm.destroyForcibly().waitFor();
    }

    int awaitEnd() throws InterruptedException {
        return jvm.waitFor();
    }

    @Override
    public void close() {
        jvm.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (Road road = new Road(Path.of(arguments[0]));
                CaptureRun run = road.startUnruly();
                Connection source = road.source();
                Statement sql = source.createStatement()) {
            for (int round = nextRound(sql); round < ROUNDS; round = nextRound(sql)) {
                writeRound(source, sql, round);
                road.drain();
                road.load();
                System.out.println("round " + round);
            }
            run.awaitCaughtUp(Duration.ofSeconds(60));
            road.drain();
            road.load();
            System.out.println("done");
        }
    }

    private static int nextRound(Statement sql) throws Exception {
        try (ResultSet row =
                sql.executeQuery("select coalesce(max(id), -1) + 1 from shop.items where note = 'round'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** One transaction: inserts, two updates of each row, deletes, and rows of another table. Every change is unique. */
    private static void writeRound(Connection source, Statement sql, int round) throws Exception {
        source.setAutoCommit(false);
        int first = round * 100;
        String rows = " from generate_series(" + first + ", " + (first + 99) + ") g";
        sql.execute("insert into shop.orders select g, 'a' || g" + rows);
        sql.execute("update shop.orders set note = 'b' || id where id between " + first + " and " + (first + 99));
        sql.execute("update shop.orders set note = 'c' || id where id between " + first + " and " + (first + 99));
        sql.execute("delete from shop.orders where id between " + (first + 50) + " and " + (first + 99));
        sql.execute("insert into shop.items values (" + round + ", 'round')");
        sql.execute("insert into shop.items select 100000 + g, 'x'" + rows + " limit 24");
        source.commit();
        source.setAutoCommit(true);
    }
}
