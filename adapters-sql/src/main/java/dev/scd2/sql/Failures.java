package dev.scd2.sql;

import dev.scd2.dimension.Dimension;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.Scd2Exception;
import dev.scd2.error.StoreException;
import java.sql.SQLException;

/** Turns what a database throws into what this library throws, saying what was being done and no values. Immutable. */
final class Failures {
    private final Dimension dimension;
    private final Dialect dialect;

    Failures(Dimension dimension, Dialect dialect) {
        this.dimension = dimension;
        this.dialect = dialect;
    }

    void run(String doing, Step step) {
        try {
            step.run();
        } catch (SQLException failure) {
            throw of(doing, failure);
        }
    }

    <T> T call(String doing, Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException failure) {
            throw of(doing, failure);
        }
    }

    /** The cause is made anew: that of a driver carries the values of the row in its message. */
    Scd2Exception of(String doing, SQLException failure) {
        String reason = dialect.describe(failure);
        SQLException cause = new SQLException(reason, failure.getSQLState(), failure.getErrorCode());
        cause.setStackTrace(failure.getStackTrace());
        if (dialect.isConflict(failure)) {
            return new ConcurrentCommitException(
                    "Another writer of dimension " + dimension
                            + " was faster; nothing of this batch was written. Apply it again.",
                    cause);
        }
        return new StoreException(
                "Could not " + doing + " of dimension " + dimension + " in " + dialect.product() + ": " + reason,
                cause);
    }

    /** Something that a database may refuse. */
    @FunctionalInterface
    interface Step {
        /** Does it. */
        void run() throws SQLException;
    }

    /**
     * Something that a database may refuse to answer.
     *
     * @param <T> the answer
     */
    @FunctionalInterface
    interface Question<T> {
        /** Asks it. */
        T ask() throws SQLException;
    }
}
