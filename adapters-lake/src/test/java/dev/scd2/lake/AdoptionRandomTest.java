package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.sql.StoreOptions;
import dev.scd2.timeline.Timeline;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class AdoptionRandomTest extends AdoptionFixture {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 40;
    private static final int OPEN = Integer.MAX_VALUE;

    private record Held(String member, String plan, int from, int to) {
        boolean covers(int day) {
            return from <= day && day < to;
        }
    }

    /** Rows of some members that overlap, end before they start, touch and leave gaps; no two start at once. */
    private static List<Held> draw(Random random) {
        List<Held> rows = new ArrayList<>();
        for (int member = 0; member < 4; member++) {
            Set<Integer> starts = new HashSet<>();
            for (int i = random.nextInt(9); i > 0; i--) {
                int from = random.nextInt(DAYS);
                if (starts.add(from)) {
                    int to = random.nextInt(4) == 0 ? OPEN : from - 2 + random.nextInt(15);
                    rows.add(new Held("M" + member, "P" + random.nextInt(3), from, to));
                }
            }
        }
        return rows;
    }

    @RepeatedTest(20)
    void atEveryInstantAnAdoptedTableSaysWhatTheRowSaidThatStartedLast(RepetitionInfo repetition) throws SQLException {
        long seed = repetition.getCurrentRepetition();
        List<Held> rows = draw(new Random(seed));
        execute(
                "CREATE TABLE member (member_id TEXT, plan TEXT, \"__START_AT\" TIMESTAMPTZ, \"__END_AT\" TIMESTAMPTZ)");
        for (Held row : rows) {
            execute("INSERT INTO member VALUES ('" + row.member() + "', '" + row.plan() + "', '" + day(row.from())
                    + "', " + (row.to() == OPEN ? "NULL" : "'" + day(row.to()) + "'") + ")");
        }

        adoption(MEMBER, StoreOptions.databricks()).carryOn();

        History history = history(MEMBER, StoreOptions.databricks());
        assertThat(Verification.of(history.store()).violations().values())
                .as("seed " + seed)
                .containsOnly(0L);
        for (int member = 0; member < 4; member++) {
            Timeline timeline = history.timeline(Map.of("member_id", "M" + member));
            for (int day = 0; day < DAYS + 20; day++) {
                assertThat(timeline.asOf(day(day)).map(version -> version.row().value(0)))
                        .as("seed " + seed + ", M" + member + ", day " + day)
                        .isEqualTo(lastStarted(rows, "M" + member, day));
            }
        }
        history.apply(Batch.of(
                Observation.of(Map.of("member_id", "M0", "plan", "late"), day(DAYS / 2), Sequence.of(1)),
                Observation.of(Map.of("member_id", "M1", "plan", "early"), day(-1), Sequence.of(2))));
        assertThat(Verification.of(history.store()).isClean())
                .as("seed " + seed)
                .isTrue();
        long lost = rows.stream().filter(row -> row.to() <= row.from()).count();
        assertThat(history.store().quarantine()).as("seed " + seed).hasSize((int) lost);
    }

    private static Optional<Object> lastStarted(List<Held> rows, String member, int day) {
        return rows.stream()
                .filter(row -> row.member().equals(member) && row.covers(day))
                .max(Comparator.comparing(Held::from))
                .map(Held::plan);
    }

    private static Instant day(int day) {
        return FIRST.plus(day, ChronoUnit.DAYS);
    }
}
