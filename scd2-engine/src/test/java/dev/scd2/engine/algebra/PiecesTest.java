package dev.scd2.engine.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.Row;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final Pieces<String> PLAN = Pieces.of(List.of(piece(1, 5, "bronze"), piece(5, 9, "silver")));
    private static final Pieces<String> JOB = Pieces.of(List.of(piece(3, 7, "employed")));

    @Test
    void commonTimeIsCutWhereEitherChanges() {
        assertThat(Pieces.intersect(List.of(PLAN, JOB)))
                .isEqualTo(Pieces.of(List.of(
                        new Piece<>(new Interval(3, 5), List.of("bronze", "employed")),
                        new Piece<>(new Interval(5, 7), List.of("silver", "employed")))));
    }

    @Test
    void unitedTimeSaysWhatIsMissing() {
        assertThat(Pieces.overlay(List.of(PLAN, JOB)).pieces())
                .extracting(piece -> piece.value().toString())
                .containsExactly("[bronze, null]", "[bronze, employed]", "[silver, employed]", "[silver, null]");
    }

    @Test
    void piecesThatOverlapAreRefused() {
        assertThatThrownBy(() -> Pieces.of(List.of(piece(1, 5, "a"), piece(4, 6, "b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlap");
    }

    @Test
    void aPartitionThatLosesAMicrosecondIsNone() {
        PLAN.requirePartition(Periods.of(new Interval(1, 9)));
        assertThatThrownBy(() -> PLAN.requirePartition(Periods.of(new Interval(1, 10))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8 microseconds");
        assertThatThrownBy(() -> PLAN.requirePartition(Periods.of(new Interval(2, 10))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOpenEndCountsUpToTheEndOfTime() {
        Instant start = Instant.parse("9999-12-30T00:00:00Z");
        assertThat(Periods.of(Interval.startingAt(start)).lengthMicros()).isEqualTo(86_400_000_000L);
    }

    @Test
    void versionsThatMarkAnAbsenceAreNoPieces() {
        Interval first = new Interval(0, 5);
        Interval second = new Interval(5, 9);
        Timeline timeline = Timeline.of(
                List.of(Version.of(first, Row.of("gold")), new Version(second, Row.of(new Object[] {null}), true)));
        assertThat(Pieces.of(timeline).pieces()).containsExactly(new Piece<>(first, Row.of("gold")));
        assertThat(Pieces.of(timeline).at(Instants.ofMicros(6))).isEmpty();
    }

    private static Piece<String> piece(long from, long to, String value) {
        return new Piece<>(new Interval(from, to), value);
    }
}
