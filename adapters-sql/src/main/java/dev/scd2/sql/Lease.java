package dev.scd2.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** A connection with an open transaction: one that is ended and given back, or the caller's own, which is left alone. */
final class Lease implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final boolean own;
    private boolean open;

    private Lease(Connection connection, Dialect dialect, boolean own) {
        this.connection = connection;
        this.dialect = dialect;
        this.own = own;
    }

    /** Takes a connection, in a transaction where tables can be made in one, else in none yet. */
    static Lease of(ConnectionSource source, Dialect dialect) throws SQLException {
        Lease lease = new Lease(source.connect(), dialect, true);
        try {
            if (dialect.makesTablesInTransactions()) {
                lease.begin();
            }
        } catch (SQLException | RuntimeException failure) {
            try (Connection connection = lease.connection) {
                throw failure;
            }
        }
        return lease;
    }

    static Lease joining(Connection connection, Dialect dialect) {
        return new Lease(connection, dialect, false);
    }

    /** Begins the transaction, if the connection is in none. */
    void begin() throws SQLException {
        if (own && !open) {
            dialect.begin(connection);
            open = true;
        }
    }

    Connection connection() {
        return connection;
    }

    boolean isOwn() {
        return own;
    }

    void commit() throws SQLException {
        if (open) {
            dialect.commit(connection);
            open = false;
        }
    }

    @Override
    public void close() throws SQLException {
        if (!own) {
            return;
        }
        try (connection) {
            if (open) {
                open = false;
                dialect.rollback(connection);
            }
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
        }
    }
}
