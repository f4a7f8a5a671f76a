package dev.scd2.delta.trino;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino reads every version of the tables that the tests of adapters-delta left, and finds the rows that they expect. */
class TrinoReadsTest {
    private static final Path PUBLISHED = Path.of("../adapters-delta/target/published");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> ROW = new TypeReference<>() {};

    @TempDir
    static Path directory;

    private static TrinoServer server;
    private static Connection trino;

    @BeforeAll
    static void start() throws Exception {
        server = TrinoServer.start(directory, PUBLISHED.toAbsolutePath().normalize());
        trino = server.connect();
        run("CREATE SCHEMA delta.published");
    }

    @AfterAll
    static void stop() throws Exception {
        if (trino != null) {
            trino.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everyVersionOfEveryTableHasTheRowsThatWerePublished() throws Exception {
        int versions = 0;
        for (Path table : tables()) {
            String name = table.getFileName().toString();
            run("CALL delta.system.register_table('published', '" + name + "', 'local:///tables/" + name + "')");
            server.awaitAnswer("SELECT count(*) FROM delta.published." + name);
            for (int version = 0; Files.exists(expected(table, version)); version++) {
                List<Map<String, String>> held = rows(expected(table, version));
                List<Map<String, String>> read =
                        texts("delta.published." + name + " FOR VERSION AS OF " + version, held);
                assertThat(read).as("%s, version %d", name, version).containsExactlyInAnyOrderElementsOf(held);
                versions++;
            }
        }
        assertThat(versions).isGreaterThan(20);
    }

    private static List<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(PUBLISHED)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Path expected(Path table, int version) {
        return table.resolveSibling(table.getFileName() + "." + version + ".json");
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(JSON.readValue(line, ROW));
        }
        return rows;
    }

    private static void run(String sql) throws SQLException {
        try (Statement statement = trino.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Returns the rows as texts; what the driver would round or shift is made a text by the server. Its connector reads
     * timestamps to the millisecond, so those of {@code held} are rounded as it does.
     */
    private static List<Map<String, String>> texts(String table, List<Map<String, String>> held) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = trino.createStatement()) {
            List<String> columns = new ArrayList<>();
            List<String> types = new ArrayList<>();
            List<String> shown = new ArrayList<>();
            try (ResultSet none = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
                for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                    String column = none.getMetaData().getColumnName(i);
                    String type = none.getMetaData().getColumnTypeName(i);
                    columns.add(column);
                    types.add(type);
                    if (type.startsWith("timestamp")) {
                        held.forEach(row -> row.computeIfPresent(column, (name, text) -> toMillis(text)));
                    }
                    shown.add(
                            type.startsWith("timestamp")
                                    ? "to_iso8601(\"" + column + "\")"
                                    : type.startsWith("double") || type.equals("varbinary")
                                            ? "\"" + column + "\""
                                            : "CAST(\"" + column + "\" AS varchar)");
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT " + String.join(", ", shown) + " FROM " + table)) {
                while (row.next()) {
                    Map<String, String> texts = new TreeMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        texts.put(columns.get(i), text(types.get(i), row.getObject(i + 1)));
                    }
                    rows.add(texts);
                }
            }
        }
        return rows;
    }

    private static String toMillis(String instant) {
        return Instant.parse(instant).plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String text(String type, Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value != null && type.startsWith("timestamp")
                ? OffsetDateTime.parse(value.toString()).toInstant().toString()
                : value == null ? null : value.toString();
    }
}
