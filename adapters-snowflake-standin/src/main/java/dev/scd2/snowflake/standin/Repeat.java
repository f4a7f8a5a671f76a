package dev.scd2.snowflake.standin;

import org.jspecify.annotations.Nullable;

/** The answer of the last statement of a session, for the driver that did not get it and sends the request again. */
record Repeat(String requestId, String queryId, Answer answer) {
    /** Returns null for rows that cannot be read twice; a query is run again instead. */
    static @Nullable Repeat of(String requestId, String queryId, Answer answer) {
        Answer again = answer.again();
        return again == null ? null : new Repeat(requestId, queryId, again);
    }
}
