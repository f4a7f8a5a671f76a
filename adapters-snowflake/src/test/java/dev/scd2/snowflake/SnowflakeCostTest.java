package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.History;
import dev.scd2.snowflake.standin.ReceivedStatement;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.tck.docs.GuidePage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What docs/snowflake-cost.md says was measured of a batch, measured again in one of its rows. */
class SnowflakeCostTest {
    private static final int KEYS = 500;
    private static final Percentage ABOUT = Percentage.withPercentage(5);

    @Test
    void aBatchTakesTheStatementsAndBytesThatThePageSays() {
        List<Long> told = Stream.of(row().split("\\|", -1))
                .map(cell -> cell.replace(",", "").strip())
                .filter(cell -> !cell.isEmpty())
                .map(Long::valueOf)
                .toList();
        List<ReceivedStatement> batch = third();
        List<Long> files = batch.stream()
                .filter(statement -> statement.kind().equals("PUT"))
                .map(ReceivedStatement::bytes)
                .toList();
        assertThat((long) batch.size() - files.size()).isEqualTo(told.get(2));
        assertThat((long) files.size()).isEqualTo(told.get(3));
        long text =
                batch.stream().mapToLong(statement -> statement.sql().length()).sum();
        assertThat(text).isCloseTo(told.get(4), ABOUT);
        assertThat(files.get(0)).isCloseTo(told.get(5), ABOUT);
        assertThat(files.get(1)).isCloseTo(told.get(6), ABOUT);
        long back = batch.stream()
                .filter(statement -> statement.kind().equals("SELECT"))
                .mapToLong(ReceivedStatement::rows)
                .sum();
        assertThat(back).isCloseTo(told.get(7), within(0L));
    }

    private static String row() {
        return GuidePage.named("snowflake-cost").rows().stream()
                .filter(row -> row.startsWith("| " + KEYS + " |"))
                .findFirst()
                .orElseThrow();
    }

    private static List<ReceivedStatement> third() {
        SnowflakeStandIn snowflake = TestSnowflake.standIn();
        try (SnowflakeStore store = TestSnowflake.store(InitialLoad.MEMBER)) {
            History history = History.of(store);
            history.apply(batch(0));
            history.apply(batch(1));
            snowflake.forgetStatements();
            history.apply(batch(2));
            return snowflake.statements().stream()
                    .filter(statement ->
                            !statement.describeOnly() && statement.queryTag().contains("scd2"))
                    .toList();
        }
    }

    private static Batch batch(int round) {
        Batch.Builder batch = Batch.builder();
        for (int i = 0; i < 2 * KEYS; i++) {
            int member = i / 2;
            batch.change(Observation.of(
                            Map.of(
                                    "member_id", "M%09d".formatted(member),
                                    "name", "Member number " + member,
                                    "city", "City " + (member + i + round) % 997,
                                    "born", LocalDate.ofEpochDay(member % 20_000),
                                    "premium", BigDecimal.valueOf(member % 100_000, 2)),
                            Instant.parse("2026-01-01T00:00:00Z").plus(2L * round + i % 2, ChronoUnit.DAYS),
                            Sequence.of(round, i))
                    .withPosition(new Position("members", 0, 2L * KEYS * round + i)));
        }
        return batch.build();
    }
}
