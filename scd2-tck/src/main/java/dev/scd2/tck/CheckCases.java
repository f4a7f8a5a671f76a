package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.engine.Invariant;
import dev.scd2.engine.Verification;
import dev.scd2.error.CorruptTimelineException;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What can always be checked, for every key, by one call: a store that shows one wrong thing is found out. */
abstract class CheckCases extends CaseRules {
    private static final Dimension MEMBER = member(SystemTime.NONE);

    CheckCases(StoreKit kit) {
        super(kit);
    }

    private static Dimension member(SystemTime systemTime) {
        return Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .deletes(DeletePolicy.MARK)
                .systemTime(systemTime)
                .build();
    }

    @Test
    @DisplayName("For every key, on every store, by one call")
    void aSoundStoreIsCleanAndEveryKeyIsSeen() {
        assertThat(violations(MEMBER, UnaryOperator.identity())).isEmpty();
        try (DimensionStore store = filled(MEMBER)) {
            Verification all = Verification.of(store);
            assertThat(all.keys()).isEqualTo(3);
            assertThat(all.versions()).isEqualTo(6);
            assertThat(all.violations()).containsOnlyKeys(Invariant.values());
            DimensionStore wrong = Interposed.showing(store, each(v -> with(v, v.version(), !v.current())));
            assertThat(Verification.of(wrong, List.of(MEMBER.key(Map.of("id", "M2"))))
                            .violations())
                    .containsEntry(Invariant.I3, 2L);
            assertThat(Verification.of(wrong).violations()).containsEntry(Invariant.I3, 6L);
        }
    }

    @Test
    @DisplayName("I1 no two versions overlap")
    void i1NoTwoVersionsOverlap() {
        assertFound(Invariant.I1, at(0, v -> with(v, v.version().over(until(v, T3)), false)));
    }

    @Test
    @DisplayName("I2 no empty or inverted interval")
    void i2NoEmptyOrInvertedInterval() {
        assertFound(Invariant.I2, history -> {
            throw new CorruptTimelineException("The version with surrogate key 1 ends where it starts.");
        });
    }

    @Test
    @DisplayName("I3 at most one current version, and current if and only if open and not marked deleted")
    void i3AtMostOneCurrentVersionAndCurrentIfAndOnlyIfOpenAndNotMarkedDeleted() {
        assertFound(Invariant.I3, at(0, v -> with(v, v.version(), true)));
        assertFound(Invariant.I3, at(1, v -> with(v, v.version(), false)));
        Version mark = new Version(Interval.startingAt(T2), Row.ofNulls(1), true);
        assertFound(Invariant.I3, at(1, v -> hashed(with(v, mark, true))));
    }

    @Test
    @DisplayName("I4 the hash matches the values")
    void i4TheHashMatchesTheValues() {
        assertFound(Invariant.I4, at(1, v -> hashed(v, v.attributeHash().replaceFirst(".$", "-"))));
        assertFound(
                Invariant.I4,
                at(1, v -> with(v, Version.of(v.version().interval(), says("x").row()), true)));
    }

    @Test
    @DisplayName("I5 neighbours differ in a tracked column (before erasure) or are separated by a gap")
    void i5NeighboursDifferInATrackedColumnOrAreSeparatedByAGap() {
        UnaryOperator<KeyHistory> equal = at(
                1,
                v -> hashed(with(v, Version.of(v.version().interval(), says("A").row()), true)));
        assertFound(Invariant.I5, equal);
        UnaryOperator<KeyHistory> apart = at(0, v -> with(v, v.version().over(until(v, T2.minusSeconds(1))), false));
        assertThat(violations(MEMBER, history -> apart.apply(equal.apply(history))))
                .doesNotContainKey(Invariant.I5);
    }

    @Test
    @DisplayName("I6 surrogates are unique (in each slice of system time)")
    void i6SurrogatesAreUniqueInEachSliceOfSystemTime() {
        assertFound(Invariant.I6, each(v -> numbered(v, 1)));
        assertFound(Invariant.I6, at(0, v -> numbered(v, 1)));
        try (DimensionStore store = filled(member(SystemTime.LOAD))) {
            assertThat(store.history(MEMBER.key(Map.of("id", "M1"))).past())
                    .as("rows of one version in other slices of system time")
                    .isNotEmpty();
            assertThat(Verification.of(store).isClean()).isTrue();
        }
    }

    @Test
    @DisplayName("I7 bitemporal rectangles do not overlap")
    void i7BitemporalRectanglesDoNotOverlap() {
        UnaryOperator<KeyHistory> believedForEver = history -> new KeyHistory(
                history.key(),
                history.since(),
                history.versions(),
                history.past().stream().map(v -> believed(v, Interval.ALWAYS)).toList(),
                history.evidence());
        assertThat(violations(member(SystemTime.LOAD), believedForEver)).containsKey(Invariant.I7);
        assertThat(violations(member(SystemTime.LOAD), UnaryOperator.identity()))
                .isEmpty();
    }

    @Test
    @DisplayName("I9 versions plus evidence give the versions again, from the horizon on")
    void i9VersionsPlusEvidenceGiveTheVersionsAgainFromTheHorizonOn() {
        assertFound(
                Invariant.I9,
                history -> new KeyHistory(
                        history.key(),
                        history.since(),
                        history.versions(),
                        history.past(),
                        history.evidence().subList(1, history.evidence().size())));
        try (DimensionStore store = filled(MEMBER)) {
            assertThat(History.of(store).prune(T3)).as("statements forgotten").isPositive();
            assertThat(Verification.of(store).isClean()).isTrue();
        }
    }

    private void assertFound(Invariant invariant, UnaryOperator<KeyHistory> edit) {
        assertThat(violations(MEMBER, edit)).containsKey(invariant);
    }

    /** Returns how often what is broken, if all keys of a sound store are shown like this. */
    private Map<Invariant, Long> violations(Dimension dimension, UnaryOperator<KeyHistory> edit) {
        try (DimensionStore store = filled(dimension)) {
            Map<Invariant, Long> found = new TreeMap<>(
                    Verification.of(Interposed.showing(store, edit)).violations());
            found.values().removeIf(count -> count == 0);
            return found;
        }
    }

    /** Three keys, each with plan A in [T1, T2) and plan B from then on; said in two batches. */
    private DimensionStore filled(Dimension dimension) {
        DimensionStore store = create(dimension);
        for (String id : List.of("M1", "M2", "M3")) {
            says(store, id, T1, 1, "A");
            says(store, id, T2, 2, "B");
        }
        return store;
    }

    private static void says(DimensionStore store, String id, Instant at, long sequence, String plan) {
        History.of(store)
                .apply(Batch.builder()
                        .change(Observation.of(row("id", id, "plan", plan), at, Sequence.of(sequence)))
                        .systemTime(T4.plusSeconds(sequence))
                        .build());
    }

    private static Version says(String plan) {
        return version(T1, null, plan);
    }

    private static Interval until(StoredVersion stored, Instant end) {
        return Interval.of(stored.version().interval().start(), end);
    }

    private static UnaryOperator<KeyHistory> each(UnaryOperator<StoredVersion> edit) {
        return history -> {
            List<StoredVersion> versions = new ArrayList<>(history.versions());
            versions.replaceAll(edit);
            return new KeyHistory(history.key(), history.since(), versions, history.past(), history.evidence());
        };
    }

    private static UnaryOperator<KeyHistory> at(int place, UnaryOperator<StoredVersion> edit) {
        return history -> each(v -> v.equals(history.versions().get(place)) ? edit.apply(v) : v)
                .apply(history);
    }

    private static StoredVersion with(StoredVersion v, Version version, boolean current) {
        return new StoredVersion(v.surrogate(), v.key(), version, v.believed(), current, v.attributeHash(), v.loadId());
    }

    private static StoredVersion hashed(StoredVersion v) {
        return hashed(v, AttributeHash.of(MEMBER, v.version().row()));
    }

    private static StoredVersion hashed(StoredVersion v, String hash) {
        return new StoredVersion(v.surrogate(), v.key(), v.version(), v.believed(), v.current(), hash, v.loadId());
    }

    private static StoredVersion numbered(StoredVersion v, long surrogate) {
        return new StoredVersion(
                surrogate, v.key(), v.version(), v.believed(), v.current(), v.attributeHash(), v.loadId());
    }

    private static StoredVersion believed(StoredVersion v, Interval believed) {
        return new StoredVersion(
                v.surrogate(), v.key(), v.version(), believed, v.current(), v.attributeHash(), v.loadId());
    }
}
