package dev.scd2.benchmarks.rekey;

import dev.scd2.benchmarks.Machine;
import dev.scd2.benchmarks.Times;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Restatement;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.RekeyResult;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures how long facts take to follow a late change of a thousand keys: 10 M facts in the order of their time, of
 * 100,000 keys with ten versions each, so that about ten facts of each key lie in its window.
 */
public final class RekeyBench {
    private static final int VERSIONS = 10;
    private static final int FACTS_OF_A_VERSION = 10;
    private static final int LATE_KEYS = 1_000;
    private static final int BATCH = 100_000;
    private static final long VERSION_SECONDS = Duration.ofDays(180).toSeconds();
    private static final Instant START = Instant.parse("2021-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.LONG)
            .track("plan", ColumnType.LONG)
            .track("state", ColumnType.TEXT)
            .build();
    private static final FactTable CLAIMS = FactTable.named("claim", "claim_id")
            .keyed(FactKey.in(MEMBER, StoreOptions.standard())
                    .by("member_id")
                    .at("service_ts")
                    .surrogate("member_sk"))
            .amounts("paid");

    private final FactStore database;
    private final Rekeying rekeying;
    private final PrintStream out;
    private final int keys;
    private final Random random = new Random(1);
    private long said;

    private RekeyBench(FactStore database, int facts, PrintStream out) {
        this.database = database;
        this.rekeying = Rekeying.of(CLAIMS, database.dialect());
        this.out = out;
        this.keys = facts / (VERSIONS * FACTS_OF_A_VERSION);
    }

    /**
     * Measures, and prints a line of JSON for each store.
     *
     * @throws IllegalStateException if facts that did not differ were written, or some that did were not
     */
    public static void run(List<String> stores, int facts, int runs, PrintStream out) throws Exception {
        for (String store : stores) {
            Path directory = Files.createTempDirectory("scd2-bench-");
            try (FactStore database = FactStore.of(store, directory)) {
                database.connection.setAutoCommit(false);
                new RekeyBench(database, facts, out).measure(store, runs);
            } finally {
                delete(directory);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void measure(String store, int runs) throws Exception {
        DimensionStore members = database.joining(MEMBER);
        History history = History.of(members);
        fillMembers(history);
        fillClaims();
        long facts = Long.parseLong(database.one("SELECT count(*) FROM claim"));
        List<Double> applied = new ArrayList<>();
        List<Double> rekeyed = new ArrayList<>();
        List<Long> found = new ArrayList<>();
        List<Long> written = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Batch late = late();
            MutationPlan[] plan = new MutationPlan[1];
            applied.add(Times.millis(() -> plan[0] = history.apply(late).plan()));
            long wanted = inWindows(plan[0]);
            RekeyResult[] result = new RekeyResult[1];
            long[] before = database.counts();
            rekeyed.add(Times.millis(() -> result[0] =
                    rekeying.apply(database.connection, List.of(new Rewrite(MEMBER, plan[0])), fact -> {})));
            counts.add(difference(before, database.counts()));
            database.connection.commit();
            found.add(result[0].looked().get("member"));
            written.add(result[0].total());
            if (result[0].total() != wanted) {
                throw new IllegalStateException(
                        result[0].total() + " facts were written, and " + wanted + " lie in the windows.");
            }
        }
        double full = Times.millis(() -> {
            long wrong = rekeying.compareAll(database.connection, fact -> {}).total();
            if (wrong != 0) {
                throw new IllegalStateException(wrong + " facts differ from a full join.");
            }
        });
        report(store, facts, applied, rekeyed, found, written, full, counts.get(0));
    }

    /** Counts the facts in the windows of a plan by a query of its own. */
    private long inWindows(MutationPlan plan) throws SQLException {
        String windows = plan.restatements().stream().map(RekeyBench::window).collect(Collectors.joining(", "));
        return Long.parseLong(database.one("SELECT count(*) FROM claim AS c JOIN (VALUES " + windows
                + ") AS w (k, a, b) ON c.member_id = w.k AND c.service_ts >= w.a AND c.service_ts < w.b"));
    }

    private static String window(Restatement restatement) {
        String end = restatement.window().end().map(Instant::toString).orElse("9999-12-31T00:00:00Z");
        return "(" + restatement.key().part(0) + ", TIMESTAMP WITH TIME ZONE '"
                + restatement.window().start() + "', TIMESTAMP WITH TIME ZONE '" + end + "')";
    }

    private void fillMembers(History history) throws SQLException {
        Batch.Builder batch = Batch.builder();
        int size = 0;
        for (int key = 0; key < keys; key++) {
            for (int version = 0; version < VERSIONS; version++) {
                batch.change(Observation.of(
                        Map.of("member_id", (long) key, "plan", (long) version, "state", "state " + version % 7),
                        START.plusSeconds(version * VERSION_SECONDS),
                        Sequence.of(++said)));
                if (++size == BATCH) {
                    history.apply(batch.build());
                    database.connection.commit();
                    batch = Batch.builder();
                    size = 0;
                }
            }
        }
        history.apply(batch.build());
        database.connection.commit();
    }

    /** The facts of a version are spread over its first {@link #VERSION_SECONDS}; all of them lie in the order of time. */
    private void fillClaims() throws SQLException {
        String step = "INTERVAL '" + VERSION_SECONDS / (FACTS_OF_A_VERSION + 1) + " seconds'";
        database.run("CREATE TABLE claim AS SELECT row_number() OVER (ORDER BY c.service_ts, c.member_id) AS claim_id,"
                + " c.* FROM (SELECT v.member_id, v.valid_from + g.n * " + step + " + (v.member_id % 86400)"
                + " * INTERVAL '1 second' AS service_ts, CAST(v.surrogate_key % 1000 AS DECIMAL(12, 2)) AS paid,"
                + " v.surrogate_key AS member_sk FROM member AS v CROSS JOIN generate_series(1, " + FACTS_OF_A_VERSION
                + ") AS g (n)) AS c ORDER BY c.service_ts, c.member_id");
        database.settle();
    }

    /** Says of a thousand keys that they changed just after one of their versions began. */
    private Batch late() {
        Batch.Builder batch = Batch.builder();
        random.ints(0, keys).distinct().limit(Math.min(LATE_KEYS, keys / 2)).forEach(key -> {
            long version = random.nextInt(VERSIONS);
            said++;
            batch.change(Observation.of(
                    Map.of("member_id", (long) key, "plan", said, "state", "late"),
                    START.plusSeconds(version * VERSION_SECONDS + 1 + random.nextInt(3_600)),
                    Sequence.of(said)));
        });
        return batch.build();
    }

    private static String difference(long[] before, long[] after) {
        return after.length == 0
                ? "DuckDB counts nothing; see the plan in the README"
                : String.format(
                        Locale.ROOT,
                        "facts: %d sequential scans, %d fetched by index, %d updated; dimension: %d sequential scans",
                        after[0] - before[0],
                        after[1] - before[1],
                        after[2] - before[2],
                        after[3] - before[3]);
    }

    private void report(
            String store,
            long facts,
            List<Double> applied,
            List<Double> rekeyed,
            List<Long> found,
            List<Long> written,
            double full,
            String counts)
            throws Exception {
        out.printf(
                Locale.ROOT,
                "%s, %,d facts: %,d found, %,d written in %.0f ms (%s), after a batch of %.0f ms; a full comparison: %.0f"
                        + " ms%n%s%n",
                database.version(),
                facts,
                found.get(0),
                written.get(0),
                Times.median(rekeyed),
                rekeyed.stream()
                        .map(ms -> String.format(Locale.ROOT, "%.0f", ms))
                        .collect(Collectors.joining(" ")),
                Times.median(applied),
                full,
                counts);
        StringBuilder json = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"benchmark\":\"rekey\",\"store\":\"%s\",\"facts\":%d,\"found\":%s,\"written\":%s,\"rekey_ms\":%.1f,"
                        + "\"runs_ms\":%s,\"apply_ms\":%.1f,\"full_comparison_ms\":%.1f,\"counts\":\"%s\",\"settings\":\"%s\"",
                store,
                facts,
                found,
                written,
                Times.median(rekeyed),
                rekeyed.stream()
                        .map(ms -> String.format(Locale.ROOT, "%.1f", ms))
                        .toList(),
                Times.median(applied),
                full,
                counts,
                database.version()));
        json.append(",\"load_after\":").append(Machine.load());
        Machine.description(Path.of(System.getProperty("java.io.tmpdir")))
                .forEach((name, value) -> json.append(",\"")
                        .append(name)
                        .append("\":\"")
                        .append(value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"'));
        out.println(json.append('}'));
    }
}
