package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered beside the versions. */
abstract class EvidenceRules extends StoreRules {
    private static final Key KEY = Key.of("M1");
    private static final Dimension COVERAGE = Dimension.named("coverage")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .fedBy(Feed.SPANS)
            .build();

    EvidenceRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("how a cell that is unsaid is stored: it needs a state of its own.")
    @Test
    void store20_nullAndUnsaidDifferInEvidence() {
        DimensionStore store = create(ValueRules.TYPES);
        int width = ValueRules.TYPES.attributes().size();
        Key key = Key.of(1L);
        Evidence allNull = values(key, JAN, Sequence.of(1), Row.ofNulls(width).toArray());
        Evidence allUnsaid =
                values(key, JAN, Sequence.of(2), Row.ofUnsaid(width).toArray());
        plan().evidence(allNull, allUnsaid).commitTo(store);

        assertThat(store.history(key).evidence()).containsExactlyInAnyOrder(allNull, allUnsaid);
    }

    @LookAt("which columns of the statement come back: kind, both bounds, sequence, said columns.")
    @Test
    void store21_statementsComeBackWhole() {
        DimensionStore store = create(MEMBER);
        Evidence observation = values(KEY, JAN, Sequence.of(1), "A", "west");
        Evidence patch = values(KEY, JAN.plusNanos(1_000), Sequence.of(1), "A", Row.unsaid());
        Evidence delete = delete(KEY, FEB, Sequence.of(3), 2);
        plan().evidence(observation, patch, delete).commitTo(store);

        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(observation, patch, delete);
    }

    @LookAt("how sequences are stored: part by part, with every part of 64 bits and their number.")
    @Test
    void store22_sequencesKeepTheirParts() {
        DimensionStore store = create(MEMBER);
        Evidence[] statements = {
            values(KEY, JAN, Sequence.of(1), "A", "west"),
            values(KEY, JAN, Sequence.of(1, 0), "A", "west"),
            values(KEY, JAN, Sequence.of(10), "A", "west"),
            values(KEY, JAN, Sequence.of(-1), "A", "west"),
            values(KEY, JAN, Sequence.of(Long.MIN_VALUE, Long.MAX_VALUE, 0, 7), "A", "west")
        };
        plan().evidence(statements).commitTo(store);

        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(statements);
    }

    @LookAt("the condition of the delete: the place of the statement, all of it.")
    @Test
    void store23_supersededEvidenceIsGoneAndItsNeighboursStay() {
        DimensionStore store = create(MEMBER);
        Evidence loser = values(KEY, JAN, Sequence.of(1), "A", "west");
        Evidence otherKey = values(Key.of("M2"), JAN, Sequence.of(1), "A", "west");
        Evidence otherTime = values(KEY, FEB, Sequence.of(1), "A", "west");
        Evidence otherSequence = values(KEY, JAN, Sequence.of(1, 0), "A", "west");
        plan().evidence(loser, otherKey, otherTime, otherSequence).commitTo(store);
        Evidence winner = delete(KEY, JAN, Sequence.of(1), 2);

        plan().superseded(loser).evidence(winner).commitTo(store);

        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(winner, otherTime, otherSequence);
        assertThat(store.history(Key.of("M2")).evidence()).containsExactly(otherKey);
    }

    @LookAt("the position columns of evidence: a statement without one is legal.")
    @Test
    void store24_evidenceKeepsThePositionWhereItWasRead() {
        DimensionStore store = create(MEMBER);
        Evidence without = values(KEY, JAN, Sequence.of(1), "A", "west");
        Evidence with = new Evidence(
                KEY,
                Evidence.Kind.DELETE,
                null,
                Instants.toMicros(FEB),
                Interval.OPEN,
                Sequence.of(2),
                Row.ofUnsaid(2),
                new Position("topic/with \"odd\" name", 7, Long.MAX_VALUE));
        plan().evidence(without, with).commitTo(store);

        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(without, with);
    }

    @LookAt("what lists the keys: a key of which only a delete is known is a key.")
    @Test
    void store25_aKeyWithEvidenceAndNoVersionIsHeld() {
        DimensionStore store = create(MEMBER);
        Evidence delete = delete(KEY, JAN, Sequence.of(1), 2);
        plan().evidence(delete).commitTo(store);

        assertThat(store.history(KEY).evidence()).containsExactly(delete);
        assertThat(store.history(KEY).versions()).isEmpty();
        assertThat(keys(store)).containsExactly(KEY);
    }

    @LookAt("span ids, at open ends and at voids, which have no period of their own.")
    @Test
    void store26_spansAndVoidsComeBackWhole() {
        DimensionStore store = create(COVERAGE);
        Evidence closed = span("", JAN.toEpochMilli() * 1_000, FEB.toEpochMilli() * 1_000, 1, "A");
        Evidence open = span("2", JAN.toEpochMilli() * 1_000, Interval.OPEN, 1, null);
        Evidence unsaid = span("2", JAN.toEpochMilli() * 1_000, Interval.OPEN, 2, Row.unsaid());
        Evidence voided = new Evidence(
                KEY, Evidence.Kind.VOID, "odd 'id' \"\\N", 0, Interval.OPEN, Sequence.of(1), Row.ofUnsaid(1), null);
        plan().evidence(closed, open, unsaid, voided).commitTo(store);

        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(closed, open, unsaid, voided);

        plan().superseded(open).commitTo(store);
        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(closed, unsaid, voided);
    }

    @LookAt("the condition of the delete and at what makes a row unique: kinds share a place, periods do " + "not.")
    @Test
    void store27_correctionsErasuresAndUnlistedKeysComeBackWholeAndGoOneByOne() {
        DimensionStore store = create(MEMBER);
        Evidence[] statements = {
            correction(KEY, Evidence.Kind.PUT, JAN, FEB, Sequence.of(1), "A", Row.unsaid()),
            correction(KEY, Evidence.Kind.UPDATE, JAN, MAR, Sequence.of(1), null, "west"),
            correction(KEY, Evidence.Kind.ABSENCE, JAN, null, Sequence.of(1), Row.unsaid(), Row.unsaid()),
            values(KEY, JAN, Sequence.of(1), "A", "west"),
            correction(KEY, Evidence.Kind.UNLISTED, FEB, null, Sequence.of(1), Row.unsaid(), Row.unsaid()),
            erasure(KEY, Sequence.of(1), 2),
            erasure(KEY, Sequence.of(2), 2),
            unlistedPeriod(JAN),
            unlistedPeriod(FEB)
        };
        plan().evidence(statements).commitTo(store);
        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(statements);

        plan().superseded(statements[1], statements[4], statements[5], statements[7])
                .commitTo(store);
        assertThat(store.history(KEY).evidence())
                .containsExactlyInAnyOrder(statements[0], statements[2], statements[3], statements[6], statements[8]);
    }

    /** A period that two listings of one sequence number lack, each at its time. */
    private static Evidence unlistedPeriod(Instant listed) {
        return new Evidence(
                KEY,
                Evidence.Kind.UNLISTED,
                "p0",
                Instants.toMicros(listed),
                Interval.OPEN,
                Sequence.of(1),
                Row.ofUnsaid(2),
                null);
    }

    @LookAt("how an erased cell is stored beside null and unsaid: with its token, all 64 bits of it.")
    @Test
    void store28_anErasedCellKeepsItsToken() {
        DimensionStore store = create(MEMBER);
        Evidence[] statements = {
            values(KEY, JAN, Sequence.of(1), Row.erased(Long.MIN_VALUE), "west"),
            values(KEY, JAN, Sequence.of(2), Row.erased(-1), Row.erased(Long.MAX_VALUE)),
            values(KEY, JAN, Sequence.of(3), null, Row.unsaid()),
            values(KEY, JAN, Sequence.of(4), Row.erased(0), Row.unsaid())
        };
        plan().evidence(statements).commitTo(store);
        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(statements);

        plan().superseded(statements).commitTo(store);
        assertThat(store.history(KEY).evidence()).isEmpty();
    }

    @LookAt("the column of recorded times, and at superseding and adding at one place in one plan.")
    @Test
    void store29_evidenceKeepsWhenTheSourceRecordedIt() {
        DimensionStore store = create(MEMBER);
        Evidence without = values(KEY, JAN, Sequence.of(1), "A", "west");
        Evidence late = values(KEY, FEB, Sequence.of(2), "B", "west").withSystemTime(Instants.toMicros(MAR) + 1);
        plan().evidence(without, late).commitTo(store);
        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(without, late);

        Evidence soon = late.withSystemTime(Instants.toMicros(Instants.MIN));
        plan().superseded(late).evidence(soon).commitTo(store);
        assertThat(store.history(KEY).evidence()).containsExactlyInAnyOrder(without, soon);
    }

    private static Evidence span(String id, long from, long to, long sequence, @Nullable Object cell) {
        return new Evidence(KEY, Evidence.Kind.SPAN, id, from, to, Sequence.of(sequence), Row.of(cell), null);
    }
}
