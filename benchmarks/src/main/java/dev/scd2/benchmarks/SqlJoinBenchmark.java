package dev.scd2.benchmarks;

import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The generated join beside what a person writes by hand for the same database: the files in {@code benchmarks/sql}. All of
 * them take turns, and each turn must give the same answer. Confined to one thread.
 */
final class SqlJoinBenchmark {
    static final double TARGET = 1.10;
    /** A variant that takes so many times as long as ours is run once. */
    private static final double HOPELESS = 1.5;
    /** What compares each fact with every version of its key is left out where that makes as many comparisons. */
    private static final long TOO_MANY_COMPARISONS = 1_000_000_000;

    private static final String OURS = "ours";
    private static final String UNSIZED = "ours-unsized";
    /** Files whose names begin so compare each fact with every version of its key. */
    private static final String INTERVAL = "interval";

    private final Database database;
    private final Report report;
    private final PrintStream out;

    /**
     * How many facts meet how many versions.
     *
     * @param versions of each key
     */
    record Shape(String name, long facts, long keys, long versions) {
        private static final List<Shape> DUCKDB = List.of(
                new Shape("10m-1m", 10_000_000, 100_000, 10),
                new Shape("10m-1m-single", 10_000_000, 1_000_000, 1),
                new Shape("10m-1m-deep", 10_000_000, 1_000, 1_000),
                new Shape("10k-1m", 10_000, 100_000, 10),
                new Shape("10k-1m-single", 10_000, 1_000_000, 1),
                new Shape("10k-1m-deep", 10_000, 1_000, 1_000));
        private static final List<Shape> POSTGRES = List.of(
                new Shape("1m-1m", 1_000_000, 100_000, 10),
                new Shape("1m-1m-single", 1_000_000, 1_000_000, 1),
                new Shape("1m-1m-deep", 1_000_000, 1_000, 1_000),
                new Shape("10k-1m", 10_000, 100_000, 10),
                new Shape("10k-1m-single", 10_000, 1_000_000, 1),
                new Shape("10k-1m-deep", 10_000, 1_000, 1_000));

        static List<Shape> of(String store) {
            return store.equals("duckdb") ? DUCKDB : POSTGRES;
        }

        /** Returns this shape with another number of facts and keys in the same proportion. */
        Shape scaled(double scale) {
            return new Shape(name, (long) Math.max(1, facts * scale), (long) Math.max(1, keys * scale), versions);
        }
    }

    SqlJoinBenchmark(Database database, Report report, PrintStream out) {
        this.database = database;
        this.report = report;
        this.out = out;
    }

    /**
     * Measures one shape.
     *
     * @param peers the files; empty for all
     */
    void run(Shape shape, int runs, List<String> peers) throws Exception {
        report.begin("join-sql " + shape.name() + ": " + shape.facts() + " facts, " + shape.keys() + " keys, "
                + shape.versions() + " versions of each");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            setUp(statement, shape);
            Map<String, String> queries = queries(shape, peers);
            if (shape.facts() * shape.versions() >= TOO_MANY_COMPARISONS) {
                queries.keySet()
                        .removeIf(name -> name.startsWith(INTERVAL)
                                || name.equals(UNSIZED) && database.name().equals("postgres"));
            }
            out.println(queries.get(OURS).indent(2).stripTrailing());
            Map<String, List<Double>> millis = new LinkedHashMap<>();
            queries.keySet().forEach(name -> millis.put(name, new ArrayList<>()));
            String answer = answer(statement, queries.get(OURS));
            for (int run = 0; run < runs; run++) {
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    String name = query.getKey();
                    List<Double> ours = millis.get(OURS);
                    List<Double> taken = millis.get(name);
                    if (run > 0 && taken.get(0) > HOPELESS * ours.get(0)) {
                        continue;
                    }
                    taken.add(Times.millis(() -> compare(name, answer, answer(statement, query.getValue()))));
                }
            }
            queries.keySet().stream()
                    .filter(name -> !name.equals(OURS))
                    .forEach(name -> report.result(new Result(
                            "join-sql",
                            database.name(),
                            shape.name(),
                            shape.facts(),
                            millis.get(OURS),
                            name,
                            millis.get(name),
                            name.equals(UNSIZED) ? 0 : TARGET)));
        }
    }

    private Path files() {
        Path fromRoot = Path.of("benchmarks", "sql");
        return (Files.isDirectory(fromRoot) ? fromRoot : Path.of("sql")).resolve(database.name());
    }

    private void setUp(Statement statement, Shape shape) throws SQLException, IOException {
        String text = Files.readString(files().resolve("setup.sql"))
                .replaceAll("(?m)^ *--.*$", "")
                .replaceAll("getvariable\\('(\\w+)'\\)", ":$1")
                .replaceAll(":facts\\b", Long.toString(shape.facts()))
                .replaceAll(":keys\\b", Long.toString(shape.keys()))
                .replaceAll(":versions\\b", Long.toString(shape.versions()));
        for (String sql : text.split(";")) {
            if (!sql.isBlank()) {
                statement.execute(sql);
            }
        }
    }

    /** Returns our query and those of the files by name. */
    private Map<String, String> queries(Shape shape, List<String> peers) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        JoinDialect dialect = database.name().equals("duckdb") ? JoinDialect.DUCKDB : JoinDialect.POSTGRES;
        Versions member = Versions.table("member")
                .key("member_id")
                .validity("valid_from", "valid_to")
                .openEnd(OpenEnd.SENTINEL)
                .surrogate("surrogate_key");
        Lookup lookup = Lookup.in(member).as("m").key("member_id", "member_id").at("service_at");
        long versions = shape.keys() * shape.versions();
        queries.put(OURS, query(dialect, lookup.sized(shape.facts(), versions, shape.keys())));
        if (!query(dialect, lookup).equals(queries.get(OURS))) {
            queries.put(UNSIZED, query(dialect, lookup));
        }
        try (Stream<Path> all = Files.list(files())) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString().replace(".sql", "");
                if (!name.equals("setup") && (peers.isEmpty() || peers.contains(name))) {
                    queries.put(name, Files.readString(file));
                }
            }
        }
        return queries;
    }

    private static String query(JoinDialect dialect, Lookup lookup) {
        String joined = AsOfJoin.of("SELECT * FROM fact", dialect)
                .columns("fact_id", "member_id", "service_at")
                .lookup(lookup)
                .sql();
        return "SELECT fact_id, m_sk AS surrogate_key, m_outcome AS outcome FROM (" + joined + ") AS ours";
    }

    /**
     * Returns what the rows of each outcome add up to: how many, which surrogate for which fact. OFFSET keeps PostgreSQL
     * from merging the query with this one, where it would determine the outcome more than once for each fact.
     */
    private String answer(Statement statement, String query) throws SQLException {
        String sql = "SELECT outcome, count(*), count(surrogate_key), sum(fact_id * (surrogate_key % 9973) % 1000003)"
                + " FROM (" + query + (database.name().equals("postgres") ? " OFFSET 0" : "")
                + ") AS answer GROUP BY outcome ORDER BY outcome";
        StringBuilder text = new StringBuilder();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                text.append(row.getString(1)).append(' ').append(row.getLong(2));
                text.append(' ')
                        .append(row.getLong(3))
                        .append(' ')
                        .append(row.getLong(4))
                        .append(' ');
            }
        }
        return text.toString();
    }

    private static void compare(String name, String ours, String theirs) {
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("The answer of " + name + " is " + theirs + ", not " + ours + ".");
        }
    }
}
