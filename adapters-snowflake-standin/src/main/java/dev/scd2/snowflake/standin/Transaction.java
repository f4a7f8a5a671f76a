package dev.scd2.snowflake.standin;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The transaction of a session. That of DuckDB begins with the first statement that reads or changes rows, and begins anew
 * before each statement until one has changed some: so a statement that waited for a lock sees what the other one
 * committed. From the first change on it stays, and with it the snapshot.
 */
final class Transaction {
    private static final AtomicLong NUMBERS = new AtomicLong(1_700_000_000_000_000_000L);

    private final Connection duck;
    private final Locks locks;
    private final Session session;
    private boolean autocommit = true;
    private boolean open;
    private boolean begun;
    private boolean changed;
    private boolean broken;
    private long number;

    Transaction(Connection duck, Locks locks, Session session) {
        this.duck = duck;
        this.locks = locks;
        this.session = session;
    }

    /** Work on the connection to DuckDB. */
    interface Work {
        Answer run() throws SQLException;
    }

    boolean isOpen() {
        return open;
    }

    long number() {
        return number;
    }

    void autocommit(boolean on) {
        if (on) {
            commit();
        }
        autocommit = on;
    }

    boolean isAutocommit() {
        return autocommit;
    }

    void begin() {
        if (!open) {
            open = true;
            number = NUMBERS.getAndIncrement();
        }
    }

    void commit() {
        if (broken) {
            rollback();
            throw brokenError();
        }
        try {
            if (begun) {
                duck("COMMIT");
            }
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        } finally {
            ended();
        }
    }

    void rollback() {
        try {
            if (begun) {
                duck("ROLLBACK");
            }
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        } finally {
            ended();
        }
    }

    private void ended() {
        open = false;
        begun = false;
        changed = false;
        broken = false;
        locks.release(session);
    }

    /** Runs a statement that reads rows. */
    Answer read(Work work) {
        return run(work, false);
    }

    /** Runs a statement that changes rows. */
    Answer change(Work work) {
        return run(work, true);
    }

    /** Takes the lock of a table, for the open transaction or for the statement alone. */
    void lock(String table) {
        locks.take(table, session, session.parameters().number("LOCK_TIMEOUT"));
    }

    /** Lets go of the locks that a statement without a transaction has taken. */
    void settle() {
        if (!open) {
            locks.release(session);
        }
    }

    private Answer run(Work work, boolean changes) {
        if (broken) {
            throw brokenError();
        }
        if (!autocommit) {
            begin();
        }
        boolean alone = !open;
        try {
            if (begun && !changed) {
                duck("ROLLBACK");
                begun = false;
            }
            if (!begun) {
                duck("BEGIN");
                begun = true;
            }
            changed |= changes;
            Answer answer = work.run();
            if (alone) {
                commit();
            }
            return answer;
        } catch (SQLException e) {
            failed(alone);
            throw DuckErrors.of(e);
        } catch (SnowflakeError e) {
            failed(alone);
            throw e;
        }
    }

    private void failed(boolean alone) {
        if (alone) {
            rollback();
            return;
        }
        try {
            duck("SELECT 1");
        } catch (SQLException e) {
            broken = changed;
            if (!broken) {
                begun = false;
                roll();
            }
        }
    }

    private void roll() {
        try {
            duck("ROLLBACK");
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }

    private static SnowflakeError brokenError() {
        return new SnowflakeError(
                "000603",
                "XX000",
                "A statement of this transaction failed while it ran, and the engine of the stand-in has undone all of the "
                        + "transaction; Snowflake would have undone the statement. Roll back.");
    }

    private void duck(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }
}
