package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.lake.DuckDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The DuckDB file: schemas {@code meta}, {@code raw}, {@code staging}, {@code intermediate}, {@code marts} and {@code dq}.
 *
 * <p>Confined to one thread; one process at a time can have the file open.
 */
public final class Warehouse implements AutoCloseable {
    private static final List<String> SCHEMAS = List.of("meta", "raw", "staging", "intermediate", "marts", "dq");

    private final Connection connection;
    private final Handle handle;

    private Warehouse(Connection connection) {
        this.connection = connection;
        this.handle = Jdbi.create(connection).open();
    }

    /**
     * Opens the file, which is made if it is missing.
     *
     * @throws dev.scd2.error.StoreException if another process uses it
     * @throws SQLException if it cannot be used
     */
    public static Warehouse open(Path file) throws SQLException {
        Connection connection = DuckDbStore.connect(file);
        Warehouse warehouse = new Warehouse(connection);
        try {
            warehouse.execute("set threads = 2");
            warehouse.execute("set memory_limit = '400MB'");
            warehouse.execute("set preserve_insertion_order = false");
            for (String schema : SCHEMAS) {
                warehouse.execute("create schema if not exists " + schema);
            }
            for (OltpTable table : OltpSchema.entities()) {
                warehouse.createRaw(table);
            }
            return warehouse;
        } catch (RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    /** An entity of which nothing has come yet is an empty raw table, and not a missing one. */
    private void createRaw(OltpTable table) {
        execute("create table if not exists raw.\"" + table.tableName()
                + "\" (op varchar not null, key varchar, before varchar, after varchar, lsn bigint,"
                + " total_order bigint, tx_id bigint, ts_us bigint, part integer not null, off bigint not null,"
                + " problem varchar, payload varchar, load_id bigint not null, file varchar not null)");
    }

    /** Returns the connection, in auto-commit mode. */
    public Connection connection() {
        return connection;
    }

    /** Returns the same connection for queries. */
    Handle handle() {
        return handle;
    }

    void execute(String sql) {
        handle.execute(sql);
    }

    /** Returns the single number that a query gives. */
    public long count(String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
