package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.List;

/** What was received, in the order of the answers. Thread-safe. */
final class Records {
    private final List<ReceivedStatement> statements = new ArrayList<>();

    synchronized void add(String sql, Answer answer, Session session, boolean describe, boolean inside, long rows) {
        Transfer transfer = answer.transfer();
        boolean commits = inside && answer.kind() == Kind.DEFINITION && !describe;
        statements.add(new ReceivedStatement(
                sql,
                answer.kind().name(),
                session.number(),
                describe,
                rows,
                transfer == null ? 0 : transfer.bytes(),
                inside,
                commits,
                ""));
    }

    synchronized void add(String sql, SnowflakeError error, Session session, boolean describe, boolean inside) {
        statements.add(new ReceivedStatement(
                sql,
                "",
                session.number(),
                describe,
                0,
                0,
                inside,
                inside && !session.transaction().isOpen(),
                error.code()));
    }

    synchronized List<ReceivedStatement> list() {
        return List.copyOf(statements);
    }

    synchronized void clear() {
        statements.clear();
    }
}
