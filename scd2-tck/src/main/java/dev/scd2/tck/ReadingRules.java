package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a transaction shows to the batch that is being planned. */
abstract class ReadingRules extends StoreRules {
    private static final Key KEY = Key.of("M1");
    private static final List<Instant> STARTS = List.of(JAN, FEB, MAR, APR);

    ReadingRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("the join with the touched keys: an outer one, without duplicates.")
    @Test
    void store30_everyTouchedKeyIsShownExactlyOnceAndNoOther() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, FEB, "A", "west"))
                .insert(KEY, version(FEB, null, "B", "west"))
                .evidence(values(KEY, JAN, Sequence.of(1), "A", "west"), values(KEY, FEB, Sequence.of(2), "B", "west"))
                .insert(Key.of("M2"), version(JAN, null, "A", "west"))
                .insert(Key.of("untouched"), version(JAN, null, "A", "west"))
                .evidence(delete(Key.of("only evidence"), JAN, Sequence.of(1), 2))
                .commitTo(store);

        Map<Key, Long> touched = new HashMap<>();
        for (String id : List.of("M1", "M2", "only evidence", "unknown", "m1", "")) {
            touched.put(Key.of(id), Long.MIN_VALUE);
        }
        List<KeyHistory> shown = read(store, touched);

        assertThat(shown).extracting(KeyHistory::key).containsExactlyInAnyOrderElementsOf(touched.keySet());
        for (KeyHistory history : shown) {
            assertThat(history.since()).isEqualTo(Long.MIN_VALUE);
            KeyHistory whole = store.history(history.key());
            assertThat(history.versions()).containsExactlyElementsOf(whole.versions());
            assertThat(history.evidence()).containsExactlyInAnyOrderElementsOf(whole.evidence());
        }
        assertThat(shown)
                .filteredOn(history -> history.key().equals(Key.of("unknown")))
                .containsExactly(KeyHistory.empty(Key.of("unknown")));
    }

    @LookAt("how touched keys reach the database: thousands of them must fit, in one statement or many.")
    @Test
    void store31_thousandsOfKeysAreShownOnceEach() {
        DimensionStore store = create(MEMBER);
        PlanDraft plan = plan();
        Map<Key, Long> touched = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            Key key = Key.of("M" + i);
            touched.put(key, Long.MIN_VALUE);
            if (i % 2 == 0) {
                plan.insert(key, version(JAN, null, "A", "west"));
                plan.evidence(values(key, JAN, Sequence.of(i), "A", "west"));
            }
        }
        plan.commitTo(store);

        List<KeyHistory> shown = read(store, touched);
        assertThat(shown).hasSize(5_000);
        assertThat(shown).extracting(KeyHistory::key).doesNotHaveDuplicates();
        assertThat(shown.stream().filter(h -> h.versions().size() == 1)).hasSize(2_500);
        assertThat(shown.stream().filter(h -> h.evidence().size() == 1)).hasSize(2_500);
    }

    @LookAt("the instant a shortened history begins at: strictly before the touched one, at a complete "
            + "statement, with everything from there on and the version that ends there.")
    @Test
    void store32_aShortenedHistoryHoldsAllThatTheBatchCanTouch() {
        DimensionStore store = createWithFourVersions(MEMBER);
        List<Instant> touchedInstants = new ArrayList<>();
        for (Instant start : STARTS) {
            touchedInstants.addAll(List.of(start.minusNanos(1_000), start, start.plusNanos(1_000)));
        }
        touchedInstants.add(Instants.MIN);
        KeyHistory whole = store.history(KEY);
        for (Instant touched : touchedInstants) {
            KeyHistory shown = onlyOne(read(store, Map.of(KEY, Instants.toMicros(touched))));
            long since = shown.since();
            if (since == Long.MIN_VALUE) {
                assertThat(shown.versions()).containsExactlyElementsOf(whole.versions());
                assertThat(shown.evidence()).containsExactlyInAnyOrderElementsOf(whole.evidence());
                continue;
            }
            assertThat(since).as("since, touched at %s", touched).isLessThan(Instants.toMicros(touched));
            assertThat(shown.evidence())
                    .as("a complete statement at the beginning, touched at %s", touched)
                    .anyMatch(statement -> statement.validFrom() == since && statement.isComplete());
            assertThat(shown.evidence())
                    .as("evidence, touched at %s", touched)
                    .containsExactlyInAnyOrderElementsOf(whole.evidence().stream()
                            .filter(statement -> statement.validFrom() >= since)
                            .toList());
            assertThat(shown.versions())
                    .as("versions, touched at %s", touched)
                    .containsExactlyElementsOf(whole.versions().stream()
                            .filter(v -> v.version().interval().endMicros() >= since)
                            .toList());
        }
    }

    @LookAt("the condition for shortening: every attribute tracked, and no spans.")
    @Test
    void store33_aHistoryIsNotShortenedWhereAnEarlierStatementCanStillDecide() {
        Dimension overwriting = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .overwrite("region", ColumnType.TEXT)
                .build();
        DimensionStore store = createWithFourVersions(overwriting);
        KeyHistory shown = onlyOne(read(store, Map.of(KEY, Instants.toMicros(APR) + 1)));
        assertThat(shown.since()).isEqualTo(Long.MIN_VALUE);
        assertThat(shown.evidence()).hasSize(4);

        Dimension spans = Dimension.named("coverage")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .fedBy(Feed.SPANS)
                .build();
        DimensionStore coverage = create(spans);
        long jan = Instants.toMicros(JAN);
        plan().evidence(
                        new Evidence(KEY, Kind.SPAN, "1", jan, Interval.OPEN, Sequence.of(1), Row.of("A"), null),
                        new Evidence(KEY, Kind.VOID, "2", 0, Interval.OPEN, Sequence.of(1), Row.ofUnsaid(1), null))
                .insert(KEY, version(JAN, null, "A"))
                .commitTo(coverage);
        KeyHistory whole = onlyOne(read(coverage, Map.of(KEY, jan + 1)));
        assertThat(whole.since()).isEqualTo(Long.MIN_VALUE);
        assertThat(whole.evidence()).hasSize(2);
    }

    @LookAt("what counts as complete: a patch does not, where what it leaves unsaid was said before.")
    @Test
    void store34_aHistoryDoesNotBeginWhereAnEarlierValueShinesThrough() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", null))
                .evidence(
                        values(KEY, JAN, Sequence.of(1), Row.unsaid(), "west"),
                        values(KEY, FEB, Sequence.of(2), "A", Row.unsaid()))
                .commitTo(store);
        KeyHistory shown = onlyOne(read(store, Map.of(KEY, Instants.toMicros(MAR))));
        assertThat(shown.since()).isLessThanOrEqualTo(Instants.toMicros(JAN));
        assertThat(shown.evidence()).hasSize(2);
    }

    @LookAt("what else can still decide: a correction, an erasure, the system time of the source.")
    @Test
    void store35_aHistoryWithACorrectionOrAnErasureIsNotShortened() {
        DimensionStore store = createWithFourVersions(MEMBER);
        plan().evidence(correction(KEY, Kind.PUT, JAN, FEB, Sequence.of(9), "B", Row.unsaid()))
                .commitTo(store);
        assertWhole(store, 5);

        DimensionStore erased = createWithFourVersions(MEMBER);
        plan().evidence(erasure(KEY, Sequence.of(9), 2)).commitTo(erased);
        assertWhole(erased, 5);
    }

    @LookAt("what is read of a key when everything is wanted.")
    @Test
    void store36_everythingIsShownWhenEverythingIsWanted() {
        DimensionStore store = createWithFourVersions(MEMBER);
        KeyHistory shown = onlyOne(read(store, Map.of(KEY, Evidence.NO_TIME)));
        assertThat(shown.since()).isEqualTo(Long.MIN_VALUE);
        assertThat(shown.versions()).hasSize(4);
        assertThat(shown.evidence()).hasSize(4);
    }

    private static void assertWhole(DimensionStore store, int statements) {
        KeyHistory shown = onlyOne(read(store, Map.of(KEY, Instants.toMicros(APR) + 1)));
        assertThat(shown.since()).isEqualTo(Long.MIN_VALUE);
        assertThat(shown.evidence()).hasSize(statements);
        assertThat(shown.versions()).hasSize(4);
    }

    private DimensionStore createWithFourVersions(Dimension dimension) {
        DimensionStore store = create(dimension);
        PlanDraft plan = plan();
        for (int i = 0; i < STARTS.size(); i++) {
            Instant end = i + 1 < STARTS.size() ? STARTS.get(i + 1) : null;
            plan.insert(KEY, version(STARTS.get(i), end, "A" + i, "west"));
            plan.evidence(values(KEY, STARTS.get(i), Sequence.of(i), "A" + i, "west"));
        }
        plan.commitTo(store);
        return store;
    }

    private static KeyHistory onlyOne(List<KeyHistory> histories) {
        assertThat(histories).hasSize(1);
        return histories.get(0);
    }

    private static List<KeyHistory> read(DimensionStore store, Map<Key, Long> touched) {
        List<KeyHistory> shown = new ArrayList<>();
        try (StoreTransaction transaction = store.begin()) {
            transaction.read(touched, shown::add);
        }
        return shown;
    }
}
