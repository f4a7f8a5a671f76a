package dev.scd2.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** A connection with an open transaction: one that is ended and given back, or the caller's own, which is left alone. */
final class Lease implements AutoCloseable {
    private final Connection connection;
    private final boolean own;
    private boolean ended;

    private Lease(Connection connection, boolean own) {
        this.connection = connection;
        this.own = own;
    }

    static Lease of(ConnectionSource source) throws SQLException {
        Connection connection = source.connect();
        try {
            connection.setAutoCommit(false);
        } catch (SQLException | RuntimeException failure) {
            try (connection) {
                throw failure;
            }
        }
        return new Lease(connection, true);
    }

    static Lease joining(Connection connection) {
        return new Lease(connection, false);
    }

    Connection connection() {
        return connection;
    }

    boolean isOwn() {
        return own;
    }

    void commit() throws SQLException {
        if (own) {
            connection.commit();
        }
        ended = true;
    }

    @Override
    public void close() throws SQLException {
        if (!own) {
            return;
        }
        try (connection) {
            if (!ended) {
                ended = true;
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }
}
