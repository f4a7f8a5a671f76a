package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.snowflake.standin.ReceivedStatement;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.PushdownLoad;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many statements a batch is, counted where they arrive. */
class SnowflakeRoundTripsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("id", ColumnType.LONG)
            .attribute("plan", ColumnType.TEXT, AttributePolicy.TRACK)
            .attribute("premium", ColumnType.decimal(9, 2), AttributePolicy.TRACK)
            .build();

    @Test
    void aBatchIsTwelveStatementsAndTwoFilesWhateverItsSize() {
        SnowflakeStandIn snowflake = TestSnowflake.standIn();
        try (SnowflakeStore store = TestSnowflake.store(MEMBER)) {
            History history = History.of(store);
            history.apply(batch(0, 5_000));
            for (int keys : new int[] {1, 5_000}) {
                snowflake.forgetStatements();
                history.apply(batch(keys, keys));
                List<ReceivedStatement> statements = snowflake.statements().stream()
                        .filter(statement -> !statement.describeOnly())
                        .toList();
                assertThat(statements)
                        .filteredOn(SnowflakeRoundTripsTest::isPut)
                        .as("files of %s keys", keys)
                        .hasSize(2);
                assertThat(statements)
                        .filteredOn(statement -> !isPut(statement))
                        .as("statements of %s keys", keys)
                        .hasSizeLessThanOrEqualTo(12);
                assertThat(statements).noneMatch(ReceivedStatement::commitsTransaction);
            }
        }
    }

    @Test
    void aHistoryThatIsMadeInsideTakesAsManyStatementsForOneRowAsForTenThousand() throws SQLException {
        SnowflakeStandIn snowflake = TestSnowflake.standIn();
        List<Integer> counts = new ArrayList<>();
        for (int rows : new int[] {1, 10_000}) {
            try (SnowflakeStore store = TestSnowflake.store(MEMBER)) {
                ChangeTable changes = ChangeTable.of("SELECT i % 5000 AS id, 'plan ' || i AS plan,"
                        + " i::NUMBER(9, 2) AS premium, TO_TIMESTAMP_LTZ(i, 0) AS valid_from, i AS sequence"
                        + " FROM (SELECT ROW_NUMBER() OVER (ORDER BY SEQ4()) AS i FROM TABLE(GENERATOR(ROWCOUNT => "
                        + rows + ")))");
                snowflake.forgetStatements();
                assertThat(PushdownLoad.of(store, changes).run().evidence()).isEqualTo(rows);
                List<ReceivedStatement> statements = snowflake.statements().stream()
                        .filter(statement -> !statement.describeOnly())
                        .toList();
                assertThat(statements).noneMatch(SnowflakeRoundTripsTest::isPut);
                assertThat(statements).noneMatch(ReceivedStatement::commitsTransaction);
                counts.add(statements.size());
            }
        }
        assertThat(counts.get(1)).isEqualTo(counts.get(0)).isLessThanOrEqualTo(18);
    }

    private static boolean isPut(ReceivedStatement statement) {
        return statement.sql().startsWith("PUT");
    }

    /** Two changes of each key, on days of their own, read at one more position. */
    private static Batch batch(int day, int keys) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 2 * keys; i++) {
            Instant at = START.plus(2L * day + i % 2, ChronoUnit.DAYS);
            changes.add(
                    Observation.of(Map.of("id", i / 2, "plan", "p" + at, "premium", i % 100), at, Sequence.of(day, i))
                            .withPosition(new Position("members", 0, 1_000_000L * day + i)));
        }
        return Batch.of(changes.toArray(Change[]::new));
    }
}
