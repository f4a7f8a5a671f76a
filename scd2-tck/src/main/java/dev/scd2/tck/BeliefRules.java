package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows that say when they were believed; a store that keeps none refuses a dimension that wants them. */
abstract class BeliefRules extends StoreRules {
    private static final Key KEY = Key.of("M1");
    private static final Instant S1 = Instant.parse("2026-05-01T00:00:00.000001Z");
    private static final Instant S2 = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant S3 = Instant.parse("2026-07-01T00:00:00Z");
    private static final Version OPEN = version(JAN, null, "A", "west");
    private static final Version CLOSED = version(JAN, FEB, "A", "west");
    private static final Version SECOND = version(FEB, null, "B", "west");

    BeliefRules(StoreKit kit) {
        super(kit);
    }

    private static Dimension bitemporal(SystemTime systemTime) {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("region", ColumnType.TEXT)
                .systemTime(systemTime)
                .build();
    }

    @LookAt("the columns of system time: microseconds, an open end, and what is called past.")
    @Test
    void store90_rowsOfOneVersionStandSideBySideWithTheTimesInWhichTheyWereBelieved() {
        withBeliefs(store -> {
            KeyHistory history = store.history(KEY);
            long surrogate = history.versions().get(0).surrogate();
            assertThat(history.versions()).extracting(StoredVersion::version).containsExactly(CLOSED, SECOND);
            assertThat(history.versions()).extracting(StoredVersion::believed).containsOnly(Interval.startingAt(S2));
            assertThat(history.past()).hasSize(1);
            StoredVersion past = history.past().get(0);
            assertThat(past.surrogate()).isEqualTo(surrogate);
            assertThat(past.version()).isEqualTo(OPEN);
            assertThat(past.believed()).isEqualTo(Interval.of(S1, S2));
            assertThat(Held.of(store)).containsExactly(Held.of(history));
        });
    }

    @LookAt("the current flag of a row that is no longer believed.")
    @Test
    void store91_theEndOfABeliefEndsItsCurrentFlagAndNothingElseOfTheRow() {
        withBeliefs(store -> {
            StoredVersion past = store.history(KEY).past().get(0);
            assertThat(past.current()).isFalse();
            assertThat(past.loadId()).isEqualTo("load-1");
            assertThat(store.history(KEY).versions())
                    .extracting(StoredVersion::current)
                    .containsExactly(false, true);
            assertThat(store.history(KEY).versions())
                    .extracting(StoredVersion::loadId)
                    .containsOnly("load-2");
        });
    }

    @LookAt("the bounds of system time: start inclusive, end exclusive; and at the latest belief.")
    @Test
    void store92_anAnswerIsThatOfTheTimeAsKnownAtWhichItIsAsked() {
        withBeliefs(store -> {
            assertThat(asOf(store, FEB, S1.minusNanos(1_000))).isEmpty();
            assertThat(asOf(store, FEB, S1)).containsExactly("A");
            assertThat(asOf(store, FEB, S2.minusNanos(1_000))).containsExactly("A");
            assertThat(asOf(store, FEB, S2)).containsExactly("B");
            assertThat(asOf(store, FEB, S3)).containsExactly("B");
            assertThat(asOf(store, JAN, S1)).containsExactly("A");
            assertThat(asOf(store, JAN, S3)).containsExactly("A");
            List<String> latest = new ArrayList<>();
            store.asOf(
                    FEB,
                    stored -> latest.add(String.valueOf(stored.version().row().value(0))));
            assertThat(latest).containsExactly("B");
        });
    }

    @LookAt("how a mutation finds its row: by surrogate key and start of belief, both.")
    @Test
    void store93_aMutationConcernsTheRowThatItsSurrogateAndItsStartOfBeliefName() {
        withBeliefs(store -> {
            StoredVersion past = store.history(KEY).past().get(0);
            long from = past.believed().startMicros();
            Version other = version(JAN, null, "C", "west");
            plan().mutation(new Overwrite(past.surrogate(), KEY, OPEN, other, from))
                    .commitTo(store);
            assertThat(store.history(KEY).past())
                    .extracting(StoredVersion::version)
                    .containsExactly(other);
            assertThat(versions(store, KEY)).containsExactly(CLOSED, SECOND);

            plan().mutation(new Resize(past.surrogate(), KEY, OPEN.interval(), Interval.of(JAN, MAR), from))
                    .commitTo(store);
            assertThat(store.history(KEY).past())
                    .extracting(StoredVersion::version)
                    .containsExactly(version(JAN, MAR, "C", "west"));
            assertThat(versions(store, KEY)).containsExactly(CLOSED, SECOND);

            plan().supersede(past.surrogate(), KEY, past.believed(), new Interval(from, from + 1))
                    .commitTo(store);
            assertThat(store.history(KEY).past())
                    .extracting(StoredVersion::believed)
                    .containsExactly(new Interval(from, from + 1));

            plan().mutation(new Retract(past.surrogate(), KEY, Interval.of(JAN, MAR), from))
                    .commitTo(store);
            assertThat(store.history(KEY).past()).isEmpty();
            assertThat(versions(store, KEY)).containsExactly(CLOSED, SECOND);
        });
    }

    @LookAt("a belief that is opened again: the end is the sentinel or NULL, and the flag is derived anew.")
    @Test
    void store94_aBeliefThatEndedCanBeOpenedAgain() {
        withBeliefs(store -> {
            StoredVersion second = store.history(KEY).versions().get(1);
            Interval ended = Interval.of(S2, S3);
            plan().supersede(second.surrogate(), KEY, second.believed(), ended).commitTo(store);
            assertThat(versions(store, KEY)).containsExactly(CLOSED);
            plan().supersede(second.surrogate(), KEY, ended, Interval.startingAt(S2))
                    .commitTo(store);
            assertThat(store.history(KEY).versions().get(1)).isEqualTo(second);
        });
    }

    @LookAt("what a batch is shown of a key: past beliefs too, where everything is shown.")
    @Test
    void store95_aBatchThatIsShownEverythingIsShownPastBeliefs() {
        withBeliefs(store -> {
            List<KeyHistory> shown = new ArrayList<>();
            try (StoreTransaction transaction = store.begin()) {
                transaction.read(Map.of(KEY, Long.MIN_VALUE), shown::add);
            }
            assertThat(shown).containsExactly(store.history(KEY));
        });
    }

    @LookAt("what a listing finds missing: it can be recorded before what hides a version now.")
    @Test
    void store96_aKeyThatWasOnceBelievedToBeInForceIsMissingWhereTheSourceSaysWhen() {
        withBeliefs(store -> {
            StoredVersion second = store.history(KEY).versions().get(1);
            plan().supersede(second.surrogate(), KEY, second.believed(), Interval.of(S2, S3))
                    .commitTo(store);
            boolean bySource = store.dimension().systemTime() == SystemTime.SOURCE;
            SnapshotMark truncate = new SnapshotMark(
                    SnapshotMark.Kind.TRUNCATE,
                    Instants.toMicros(FEB),
                    Sequence.of(9),
                    Set.of(),
                    Map.of(),
                    bySource ? Instants.toMicros(S1) : Evidence.NO_TIME);
            try (StoreTransaction transaction = store.begin()) {
                Listing found = transaction.compare(truncate, Collections.emptyIterator());
                assertThat(found.missing()).isEqualTo(bySource ? List.of(KEY) : List.of());
                assertThat(found.inForce()).isZero();
            }
        });
    }

    /** Two beliefs: from S1 on an open version, from S2 on that it ended in February and another one began. */
    private void withBeliefs(Consumer<DimensionStore> rule) {
        for (SystemTime systemTime : List.of(SystemTime.LOAD, SystemTime.SOURCE)) {
            Dimension dimension = bitemporal(systemTime);
            if (!kit.has(Capability.BITEMPORAL)) {
                assertThatThrownBy(() -> create(dimension)).isInstanceOf(UnsupportedOperationException.class);
                continue;
            }
            DimensionStore store = create(dimension);
            Interval first = Interval.startingAt(S1);
            plan().insert(KEY, OPEN, first).commitTo(store);
            long surrogate = onlyVersion(store, KEY).surrogate();
            plan().loadId("load-2")
                    .insert(surrogate, KEY, CLOSED, Interval.startingAt(S2))
                    .supersede(surrogate, KEY, first, Interval.of(S1, S2))
                    .insert(KEY, SECOND, Interval.startingAt(S2))
                    .commitTo(store);
            rule.accept(store);
        }
    }

    private static List<String> asOf(DimensionStore store, Instant t, Instant systemAt) {
        List<String> plans = new ArrayList<>();
        store.asOf(
                t,
                systemAt,
                stored -> plans.add(String.valueOf(stored.version().row().value(0))));
        return plans;
    }
}
