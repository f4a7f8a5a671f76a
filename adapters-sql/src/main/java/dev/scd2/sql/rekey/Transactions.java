package dev.scd2.sql.rekey;

import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.Scd2Exception;
import dev.scd2.error.StoreException;
import dev.scd2.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/** Works on facts in the caller's transaction, and says what went wrong without values of rows. Immutable. */
final class Transactions {
    private final String facts;
    private final Dialect dialect;

    Transactions(String facts, Dialect dialect) {
        this.facts = facts;
        this.dialect = dialect;
    }

    <T> T call(Connection connection, Work<T> work) {
        try {
            if (connection.getAutoCommit()) {
                throw new StoreException(
                        "The facts of " + facts + " are to be keyed in a transaction, and the connection is in"
                                + " auto-commit. Call setAutoCommit(false) first.",
                        null);
            }
            dialect.beginWriting(connection);
            return work.run();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** The cause is made anew: that of a driver carries the values of the row in its message. */
    private Scd2Exception failed(SQLException failure) {
        String reason = dialect.describe(failure) + hint(failure);
        SQLException cause = new SQLException(reason, failure.getSQLState(), failure.getErrorCode());
        cause.setStackTrace(failure.getStackTrace());
        return dialect.isConflict(failure)
                ? new ConcurrentCommitException(
                        "Somebody else changed facts of " + facts
                                + " while they were keyed. Roll the transaction back and do it again.",
                        cause)
                : new StoreException(
                        "Could not key the facts of " + facts + " in " + dialect.product() + ": " + reason, cause);
    }

    private String hint(SQLException failure) {
        String message = failure.getMessage();
        boolean missing = message != null && message.contains("does not exist");
        return missing && !dialect.makesTablesInTransactions()
                ? ". Call prepare(connection) in this session before its transaction begins."
                : "";
    }

    /**
     * Something that a database may refuse.
     *
     * @param <T> what it returns
     */
    interface Work<T> {
        T run() throws SQLException;
    }
}
