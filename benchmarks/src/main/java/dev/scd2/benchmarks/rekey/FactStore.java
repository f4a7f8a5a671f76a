package dev.scd2.benchmarks.rekey;

import dev.scd2.dimension.Dimension;
import dev.scd2.lake.DuckDbDialect;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.postgres.PostgresDialect;
import dev.scd2.postgres.PostgresStore;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.sql.Dialect;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** A database with a dimension and its facts, on one connection. Confined to one thread. */
abstract class FactStore implements AutoCloseable {
    final Connection connection;

    FactStore(Connection connection) {
        this.connection = connection;
    }

    static FactStore of(String name, Path directory) throws SQLException {
        return name.equals("postgres") ? new Postgres(directory) : new DuckDb(directory);
    }

    abstract Dialect dialect();

    /** Opens the history in the transaction of the connection. */
    abstract DimensionStore joining(Dimension dimension);

    /** Adds what the table of facts needs beside its rows, and lets the database settle. Commits. */
    abstract void settle() throws SQLException;

    /**
     * Returns what the database has counted so far: sequential scans of the facts, facts fetched by an index, facts
     * updated, sequential scans of the dimension. Empty where it counts nothing.
     */
    abstract long[] counts() throws SQLException;

    abstract String version() throws SQLException;

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String one(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static final class Postgres extends FactStore {
        private final EmbeddedPostgres server;

        Postgres(Path directory) throws SQLException {
            this(EmbeddedPostgres.in(directory).start());
        }

        private Postgres(EmbeddedPostgres server) throws SQLException {
            super(server.dataSource().getConnection());
            this.server = server;
        }

        @Override
        Dialect dialect() {
            return PostgresDialect.INSTANCE;
        }

        @Override
        DimensionStore joining(Dimension dimension) {
            return PostgresStore.joining(connection, dimension);
        }

        @Override
        void settle() throws SQLException {
            run("SET LOCAL maintenance_work_mem = '512MB'");
            run("CREATE INDEX ON claim (member_id, service_ts)");
            connection.commit();
            connection.setAutoCommit(true);
            run("VACUUM (ANALYZE) claim, member");
            run("CHECKPOINT");
            connection.setAutoCommit(false);
        }

        @Override
        long[] counts() throws SQLException {
            String[] counted = one("SELECT string_agg(CASE relname WHEN 'claim' THEN seq_scan || ' ' || idx_tup_fetch"
                            + " || ' ' || n_tup_upd ELSE seq_scan || '' END, ' ' ORDER BY relname)"
                            + " FROM pg_stat_xact_user_tables WHERE relname IN ('claim', 'member')")
                    .split(" ");
            return Stream.of(counted).mapToLong(Long::parseLong).toArray();
        }

        @Override
        String version() throws SQLException {
            return "PostgreSQL " + one("SHOW server_version");
        }

        @Override
        public void close() throws SQLException {
            super.close();
            server.close();
        }
    }

    private static final class DuckDb extends FactStore {
        DuckDb(Path directory) {
            super(DuckDbStore.connect(directory.resolve("rekey.duckdb")));
        }

        @Override
        Dialect dialect() {
            return DuckDbDialect.INSTANCE;
        }

        @Override
        DimensionStore joining(Dimension dimension) {
            return DuckDbStore.joining(connection, dimension);
        }

        @Override
        void settle() throws SQLException {
            connection.commit();
            run("CHECKPOINT");
            connection.commit();
        }

        @Override
        long[] counts() {
            return new long[0];
        }

        @Override
        String version() throws SQLException {
            return "DuckDB " + one("SELECT version()");
        }
    }
}
