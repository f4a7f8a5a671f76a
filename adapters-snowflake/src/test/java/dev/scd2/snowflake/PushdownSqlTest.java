package dev.scd2.snowflake;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.PushdownLoad;
import dev.scd2.sql.PushdownRebuild;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** What is sent when a history is made inside Snowflake; one key of two is judged by the client. */
class PushdownSqlTest extends GoldenStatements {
    @Test
    void theStatementsOfHistoriesMadeInsideAreTheGoldenOnes() throws Exception {
        SnowflakeStore store = open(MEMBER, OPTIONS);
        recorded.quietly(() -> History.of(store).apply(Batch.of(said("M0", "a", DAY_1))));
        try (Connection connection = sessions.getConnection()) {
            run(
                    connection,
                    "CREATE TABLE member_changes (member_id VARCHAR, plan VARCHAR, phone VARCHAR, effective_at"
                            + " TIMESTAMP_LTZ(6), said NUMBER(19, 0), is_gone BOOLEAN)");
            run(
                    connection,
                    "INSERT INTO member_changes VALUES ('M0', 'b', '1', TO_TIMESTAMP_LTZ(1767225600, 0), 8, FALSE),"
                            + " ('M1', 'a', '2', TO_TIMESTAMP_LTZ(1767225600, 0), 9, FALSE)");
        }
        ChangeTable changes = ChangeTable.of("SELECT * FROM member_changes")
                .validFrom("effective_at")
                .sequence("said")
                .deletedWhere("is_gone");
        recorded.record(
                "A table of changes.", () -> PushdownLoad.of(store, changes).run());
        recorded.record("A rebuild.", () -> PushdownRebuild.of(store).differing());
        recorded.compare("store-pushdown.sql");
    }
}
