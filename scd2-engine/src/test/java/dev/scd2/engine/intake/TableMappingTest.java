package dev.scd2.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.memory.InMemoryStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableMappingTest {
    private static final Instant COMMIT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Position PLACE = new Position("members", 0, 7);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("phone", ColumnType.TEXT)
            .build();
    private static final Map<String, @Nullable Object> GOLD =
            Map.of("member_id", "M1", "plan", "gold", "phone", "1", "not_kept", "x");
    private static final Map<String, @Nullable Object> SILVER =
            Map.of("member_id", "M1", "plan", "silver", "phone", "1", "not_kept", "y");

    @Test
    void anInsertedRowObservesTheColumnsOfTheDimension() {
        for (Operation operation : List.of(Operation.READ, Operation.INSERT)) {
            assertThat(TableMapping.of(MEMBER).changes(row(operation, Map.of(), GOLD)))
                    .containsExactly(new Observation(
                            Map.of("member_id", "M1", "plan", "gold", "phone", "1"),
                            COMMIT,
                            Sequence.of(1, 40, 2),
                            PLACE,
                            COMMIT));
        }
    }

    @Test
    void anUpdatedRowObservesItsColumnsOrPatchesThoseThatDiffer() {
        RowChange update = row(Operation.UPDATE, GOLD, SILVER);
        assertThat(TableMapping.of(MEMBER).changes(update))
                .singleElement()
                .isInstanceOf(Observation.class)
                .satisfies(change -> assertThat(change.fields()).containsOnlyKeys("member_id", "plan", "phone"));
        assertThat(TableMapping.of(MEMBER).patches().rank(3).changes(update))
                .containsExactly(new Patch(
                        Map.of("member_id", "M1", "plan", "silver"), COMMIT, Sequence.of(3, 40, 2), PLACE, COMMIT));
    }

    @Test
    void anUpdateThatChangesNothingOfTheDimensionPatchesNothing() {
        Map<String, @Nullable Object> other = Map.of("member_id", "M1", "plan", "gold", "phone", "1", "not_kept", "z");
        assertThat(TableMapping.of(MEMBER).patches().changes(row(Operation.UPDATE, GOLD, other)))
                .isEmpty();
    }

    @Test
    void anUpdateThatComesWithoutTheRowBeforeObservesAll() {
        assertThat(TableMapping.of(MEMBER).patches().changes(row(Operation.UPDATE, Map.of(), SILVER)))
                .singleElement()
                .isInstanceOf(Observation.class);
    }

    @Test
    void whatAnImageLacksIsUnsaid() {
        Map<String, @Nullable Object> lacking = Map.of("member_id", "M1", "plan", "silver");
        InMemoryStore store = InMemoryStore.of(MEMBER);
        History history = History.of(store);
        TableMapping mapping = TableMapping.of(MEMBER);
        for (RowChange row : List.of(
                row(Operation.INSERT, Map.of(), GOLD),
                new RowChange(Operation.UPDATE, Map.of(), lacking, COMMIT.plusSeconds(1), Sequence.of(41), null))) {
            history.apply(Batch.builder().changes(mapping.changes(row)).build());
        }
        assertThat(history.timeline(Map.of("member_id", "M1")).versions())
                .extracting(
                        version -> version.row().value(0),
                        version -> version.row().value(1))
                .containsExactly(tuple("gold", "1"), tuple("silver", "1"));
        assertThat(mapping.patches().changes(row(Operation.UPDATE, GOLD, lacking)))
                .singleElement()
                .satisfies(change -> assertThat(change.fields()).containsOnlyKeys("member_id", "plan"));
    }

    @Test
    void whereAnUpdateChangesTheKeyTheOldEntityEndsAndTheNewOneBegins() {
        Map<String, @Nullable Object> other = Map.of("member_id", "M2", "plan", "gold", "phone", "1");
        List<Change> changes = TableMapping.of(MEMBER).changes(row(Operation.UPDATE, GOLD, other));
        assertThat(changes)
                .containsExactly(
                        new Delete(Map.of("member_id", "M1"), COMMIT, Sequence.of(1, 40, 2, 0), PLACE, COMMIT),
                        new Observation(other, COMMIT, Sequence.of(1, 40, 2, 1), PLACE, COMMIT));
    }

    @Test
    void aDeletionHoldsFromItsCommitOnUnlessAColumnIsNamed() {
        Map<String, @Nullable Object> last = Map.of("member_id", "M1", "effective", LocalDate.parse("2026-02-01"));
        RowChange deletion = row(Operation.DELETE, last, Map.of());
        TableMapping dated = TableMapping.of(MEMBER).validFrom("effective", BERLIN);
        assertThat(dated.changes(deletion))
                .containsExactly(new Delete(Map.of("member_id", "M1"), COMMIT, Sequence.of(1, 40, 2), PLACE, COMMIT));
        assertThat(((Delete) dated.deletedFrom("effective").changes(deletion).get(0)).validFrom())
                .isEqualTo("2026-01-31T23:00:00Z");
    }

    @Test
    void aTruncateEndsAll() {
        assertThat(TableMapping.of(MEMBER).changes(row(Operation.TRUNCATE, Map.of(), Map.of())))
                .containsExactly(new Truncate(COMMIT, Sequence.of(1, 40, 2), PLACE, COMMIT));
    }

    @Test
    void theValidTimeIsReadFromADateALocalTimeOrAnInstantAndNothingElse() {
        assertThat(validFrom(LocalDate.parse("2026-07-01"))).isEqualTo("2026-06-30T22:00:00Z");
        assertThat(validFrom(LocalDateTime.parse("2026-07-01T01:00:00"))).isEqualTo("2026-06-30T23:00:00Z");
        assertThat(validFrom(OffsetDateTime.parse("2026-07-01T01:00:00+05:00"))).isEqualTo("2026-06-30T20:00:00Z");
        assertThat(validFrom(COMMIT)).isEqualTo(COMMIT);
        assertThat(validFrom("2026-07-01")).isNull();
    }

    private static @Nullable Instant validFrom(Object value) {
        Map<String, @Nullable Object> image = Map.of("member_id", "M1", "effective", value);
        Change change = TableMapping.of(MEMBER)
                .validFrom("effective", BERLIN)
                .changes(row(Operation.INSERT, Map.of(), image))
                .get(0);
        return ((Observation) change).validFrom();
    }

    @Test
    void aRowChangeShowsNoValues() {
        assertThat(row(Operation.UPDATE, GOLD, SILVER)).hasToString("UPDATE 40.2 at members/0@7");
    }

    private static RowChange row(
            Operation operation, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        return new RowChange(operation, before, after, COMMIT, Sequence.of(40, 2), PLACE);
    }
}
