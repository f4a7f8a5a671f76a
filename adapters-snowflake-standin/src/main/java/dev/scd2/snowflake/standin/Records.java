package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.List;

/** What was received, in the order of the answers. Thread-safe. */
final class Records {
    private final List<ReceivedStatement> statements = new ArrayList<>();

    /** A statement as it came: what it says, whether it is only described, whether a transaction was open, its tag. */
    record Came(String sql, boolean describe, boolean inside, String tag) {}

    synchronized void add(Came came, Answer answer, Session session, long rows) {
        Transfer transfer = answer.transfer();
        boolean commits = came.inside() && answer.kind() == Kind.DEFINITION && !came.describe();
        statements.add(new ReceivedStatement(
                came.sql(),
                answer.kind().name(),
                session.number(),
                came.describe(),
                rows,
                transfer == null ? 0 : transfer.bytes(),
                came.inside(),
                commits,
                "",
                came.tag()));
    }

    synchronized void add(Came came, SnowflakeError error, Session session) {
        statements.add(new ReceivedStatement(
                came.sql(),
                "",
                session.number(),
                came.describe(),
                0,
                0,
                came.inside(),
                came.inside() && !session.transaction().isOpen(),
                error.code(),
                came.tag()));
    }

    synchronized List<ReceivedStatement> list() {
        return List.copyOf(statements);
    }

    synchronized void clear() {
        statements.clear();
    }
}
