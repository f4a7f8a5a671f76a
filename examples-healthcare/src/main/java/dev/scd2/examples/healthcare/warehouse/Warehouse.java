package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.lake.S3Location;
import dev.scd2.sql.SqlStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The database with the schemas {@code raw}, {@code staging}, {@code intermediate}, {@code marts} and {@code dq}.
 *
 * <p>Confined to one thread.
 */
public abstract class Warehouse implements AutoCloseable {
    private final WarehouseKind kind;
    private final Connection connection;
    private final Handle handle;

    Warehouse(WarehouseKind kind, Connection connection) {
        this.kind = kind;
        this.connection = connection;
        this.handle = Jdbi.create(connection).open();
    }

    /**
     * Opens a DuckDB file, which is made if it is missing; one process at a time can have it open.
     *
     * @throws dev.scd2.error.StoreException if another process uses it
     * @throws SQLException if it cannot be used
     */
    public static Warehouse open(Path file) throws SQLException {
        return DuckDbWarehouse.at(file);
    }

    /**
     * Opens a Snowflake database: that of the sessions.
     *
     * @param sessions of a database, in auto-commit, in UTC, with a schema in which temporary tables may be made
     * @throws SQLException if there is no session to be had
     */
    public static Warehouse of(DataSource sessions) throws SQLException {
        return SnowflakeWarehouse.by(sessions);
    }

    /** Takes the files of the lake that are not loaded yet into the raw tables. */
    public abstract void load(S3Location lake, Path cache) throws SQLException;

    /** Returns how much room the lake takes, and the rows of its files would take as text. */
    public abstract LakeSizes sizes(S3Location lake, Path cache) throws SQLException;

    /** Opens the history of a dimension in schema {@code marts}. */
    abstract SqlStore store(PayerDimension dimension);

    WarehouseKind kind() {
        return kind;
    }

    /** Returns the connection, in auto-commit mode. */
    public Connection connection() {
        return connection;
    }

    /** Returns the same connection for queries. */
    Handle handle() {
        return handle;
    }

    /** Makes tables anew: all at once where definitions can be part of a transaction, else each by itself. */
    void define(List<String> definitions) {
        if (kind.dialect().makesTablesInTransactions()) {
            handle.useTransaction(transaction -> definitions.forEach(transaction::execute));
        } else {
            definitions.forEach(handle::execute);
        }
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
