package dev.scd2.snowflake.standin;

/**
 * A statement that the stand-in has received and answered: one of these is one round trip of the driver.
 *
 * @param sql  its text, as it came
 * @param kind  what it was, such as SELECT, INSERT, MERGE, COPY, PUT, DEFINITION or TRANSACTION; empty if it was refused
 * @param session  the number of the session, as {@code CURRENT_SESSION()} tells it
 * @param describeOnly  whether only its columns and parameters were asked for; then it was not run
 * @param rows  how many rows the answer had
 * @param bytes  for PUT, the size of the files that are to be copied, before the driver compresses them; otherwise 0
 * @param inTransaction  whether a transaction was open when it came
 * @param commitsTransaction  whether it was a definition that committed an open transaction
 * @param errorCode  the code it was refused with; empty if it was not
 * @param queryTag  its {@code QUERY_TAG}, or that of the session; empty if neither has one
 */
public record ReceivedStatement(
        String sql,
        String kind,
        long session,
        boolean describeOnly,
        long rows,
        long bytes,
        boolean inTransaction,
        boolean commitsTransaction,
        String errorCode,
        String queryTag) {}
