package dev.scd2.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A connection with an open transaction: one that is ended and given back, or the caller's own, which is left alone. */
final class Lease implements AutoCloseable {
    private final Connection plain;
    private final Dialect dialect;
    private final boolean own;
    private final String id = UUID.randomUUID().toString();
    private final Map<String, String> label = new LinkedHashMap<>();
    private Connection connection;
    private boolean open;
    private boolean abandoned;

    private Lease(Connection connection, Dialect dialect, boolean own) {
        this.plain = connection;
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
            try (Connection connection = lease.plain) {
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

    /** Returns what no other lease is called. */
    String id() {
        return id;
    }

    /** Tells the database to whom the statements belong that are sent from now on. */
    void label(String name, String value) throws SQLException {
        label.put(name, value);
        connection = dialect.labelled(plain, label);
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

    /** Ends the connection, whose transaction is then over one way or the other, and what it has locked free. */
    void abandon() {
        open = false;
        abandoned = true;
        try {
            plain.abort(Runnable::run);
        } catch (SQLException gone) {
            // It is: nobody can use it any more.
        }
    }

    @Override
    public void close() throws SQLException {
        if (!own) {
            return;
        }
        if (abandoned) {
            closeAbandoned();
            return;
        }
        if (open) {
            rollback();
        }
        try (plain) {
            if (!plain.getAutoCommit()) {
                plain.setAutoCommit(true);
            }
        }
    }

    /** A connection whose transaction may be open still is not for anybody else, who would go on in it. */
    private void rollback() throws SQLException {
        try {
            open = false;
            dialect.rollback(connection);
        } catch (SQLException failure) {
            abandon();
            closeAbandoned();
            throw failure;
        }
    }

    /** Gives it back to its pool, which throws it away. */
    private void closeAbandoned() {
        try {
            plain.close();
        } catch (SQLException gone) {
            // It was closed already.
        }
    }
}
