package dev.scd2.benchmarks;

import dev.scd2.postgres.PostgresStore;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** The embedded PostgreSQL with its standard settings. */
final class PostgresDatabase extends Database {
    private final EmbeddedPostgres server;
    private final Pool connections;

    PostgresDatabase(Path directory) {
        super(directory);
        server = EmbeddedPostgres.in(directory.resolve("postgres")).start();
        connections = new Pool(server.jdbcUrl());
    }

    @Override
    String name() {
        return "postgres";
    }

    @Override
    String settings() throws SQLException {
        return "PostgreSQL "
                + one("SELECT current_setting('server_version') || ', ' || string_agg(name || '=' || setting"
                        + " || coalesce(' ' || unit, ''), ', ' ORDER BY name) FROM pg_settings WHERE name IN ('fsync',"
                        + " 'synchronous_commit', 'wal_level', 'shared_buffers', 'work_mem', 'maintenance_work_mem',"
                        + " 'max_wal_size', 'jit', 'autovacuum', 'max_parallel_workers_per_gather')");
    }

    @Override
    Connection connect() throws SQLException {
        return connections.getConnection();
    }

    @Override
    DimensionStore open(String schema) {
        return PostgresStore.open(
                connections, Members.dimension(), StoreOptions.standard().withSchema(schema));
    }

    @Override
    String bytesOf(String schema, String table) {
        return "SELECT pg_total_relation_size('" + schema + "." + table + "')";
    }

    @Override
    String loading(String model) throws SQLException {
        return "COPY (text) into a table with the indexes of ours: "
                + one("SELECT string_agg(regexp_replace(pg_get_indexdef(indexrelid), ' INDEX .* USING', ''), '; ')"
                        + " FROM pg_index WHERE indrelid = '" + model + "'::regclass");
    }

    @Override
    Path exported(String table) throws SQLException, IOException {
        Path file = directory.resolve("export.copy");
        try (Connection connection = connect();
                OutputStream out = Files.newOutputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", out);
        }
        return file;
    }

    @Override
    double plainLoad(Path rows, String model, String target) throws Exception {
        execute("CREATE TABLE " + target + " (LIKE " + model + " INCLUDING ALL)", "CHECKPOINT");
        return Times.millis(() -> {
            try (Connection connection = connect()) {
                load(connection, target, rows);
            }
        });
    }

    @Override
    Path extract(Path texts) {
        return texts;
    }

    @Override
    String stage(Connection connection, Path extract) throws SQLException, IOException {
        List<String> columns = new ArrayList<>();
        for (Map.Entry<String, Object> column : Members.row(0, 0).entrySet()) {
            columns.add(column.getKey() + (column.getValue() instanceof Long ? " BIGINT" : " TEXT"));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE staged (" + String.join(", ", columns) + ") ON COMMIT DROP");
            load(connection, "staged", extract);
            statement.execute("ANALYZE staged");
        }
        return "staged";
    }

    private static void load(Connection connection, String table, Path rows) throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(rows)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN", in, 1 << 16);
        }
    }

    @Override
    void unbind(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL work_mem = '256MB'");
        }
    }

    @Override
    void copy(String model, String target) throws SQLException {
        execute(
                "CREATE TABLE " + target + " (LIKE " + model + " INCLUDING ALL)",
                "INSERT INTO " + target + " SELECT * FROM " + model);
    }

    @Override
    void settle(String schema) throws SQLException {
        List<String> statements = new ArrayList<>();
        String tables = one("SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables"
                + " WHERE schemaname = '" + schema + "'");
        statements.add("VACUUM (ANALYZE) " + tables);
        statements.add("CHECKPOINT");
        execute(statements.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException, SQLException {
        server.close();
        super.close();
    }
}
