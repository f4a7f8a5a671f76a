package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Everything, in the order of keys. */
abstract class ScanRules extends StoreRules {
    private static final Dimension PAIR = Dimension.named("pair")
            .key("left", ColumnType.TEXT)
            .key("right", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    ScanRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("keys that have only versions or only evidence, and at the join of the two.")
    @Test
    void store60_aScanShowsEveryKeyWithAllOfItsHistory() {
        DimensionStore store = create(MEMBER);
        PlanDraft plan = plan();
        for (int i = 0; i < 300; i++) {
            Key key = Key.of("M" + i);
            if (i % 3 != 0) {
                plan.insert(key, version(FEB, null, "B", "west"));
                plan.insert(key, version(JAN, FEB, "A", "west"));
            }
            if (i % 3 != 1) {
                plan.evidence(values(key, JAN, Sequence.of(1), "A", "west"), delete(key, FEB, Sequence.of(2), 2));
            }
        }
        plan.commitTo(store);

        List<KeyHistory> shown = scan(store);
        assertThat(shown).hasSize(300);
        assertThat(shown).extracting(KeyHistory::key).isSorted().doesNotHaveDuplicates();
        for (KeyHistory history : shown) {
            int i = Integer.parseInt(history.key().part(0).toString().substring(1));
            assertThat(history.since()).isEqualTo(Long.MIN_VALUE);
            assertThat(history.versions()).hasSize(i % 3 != 0 ? 2 : 0);
            assertThat(history.evidence()).hasSize(i % 3 != 1 ? 2 : 0);
            assertThat(history.versions())
                    .allMatch(stored -> stored.key().equals(history.key()))
                    .extracting(stored -> stored.version().interval())
                    .isSorted();
            assertThat(history.evidence()).allMatch(statement -> statement.key().equals(history.key()));
        }
    }

    @LookAt("the collation of text keys: by code point, which is the order of the UTF-8 bytes.")
    @Test
    void store61_textKeysAreOrderedByCodePoint() {
        List<Object> ordered = List.of(
                "",
                " ",
                "10",
                "9",
                "A",
                "A ",
                "AA",
                "B",
                "Z",
                "_",
                "a",
                "b",
                "e\u0301",
                "z",
                "\u00e4",
                "\u00e9",
                "\uFFFD",
                "\uD83D\uDE00");
        assertKeyOrder(MEMBER, ordered, version(JAN, null, "A", "west"));
    }

    @LookAt("the type of key columns: numbers are ordered as numbers.")
    @Test
    void store62_numericKeysAreOrderedAsNumbers() {
        Dimension numbered = Dimension.named("numbered")
                .key("id", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .build();
        assertKeyOrder(
                numbered, List.of(Long.MIN_VALUE, -10L, -9L, 0L, 9L, 10L, Long.MAX_VALUE), version(JAN, null, "A"));
    }

    @LookAt("whether parts of a key are joined to a text somewhere: they must stay apart.")
    @Test
    void store63_partsOfAKeyNeverRunIntoEachOther() {
        List<Key> keys = new ArrayList<>();
        for (String delimiter : List.of("|", ",", "/", "\u001f", "-", "\\", "'", "\"", "", ":", "\n", "_")) {
            keys.add(Key.of("a" + delimiter + "b", "c" + delimiter.length()));
            keys.add(Key.of("a", "b" + delimiter + "c" + delimiter.length()));
        }
        keys.add(Key.of("", "x"));
        keys.add(Key.of("x", ""));
        keys = keys.stream().distinct().toList();
        DimensionStore store = create(PAIR);
        PlanDraft plan = plan();
        for (int i = 0; i < keys.size(); i++) {
            plan.insert(keys.get(i), version(JAN, null, "plan " + i));
            plan.evidence(values(keys.get(i), JAN, Sequence.of(i), "plan " + i));
        }
        plan.commitTo(store);

        assertThat(keys(store)).containsExactlyElementsOf(keys.stream().sorted().toList());
        for (int i = 0; i < keys.size(); i++) {
            assertThat(versions(store, keys.get(i))).containsExactly(version(JAN, null, "plan " + i));
            assertThat(store.history(keys.get(i)).evidence()).hasSize(1);
        }
    }

    @LookAt("the comparison of keys: exact, without case folding, trimming or normalisation.")
    @Test
    void store64_keysAreComparedExactly() {
        List<String> ids = List.of("m1", "M1", "M1 ", " M1", "\u00e9", "e\u0301", "\u00df", "ss", "\uFF11", "1");
        DimensionStore store = create(MEMBER);
        PlanDraft plan = plan();
        ids.forEach(id -> plan.insert(Key.of(id), version(JAN, null, "plan of " + id, null)));
        plan.commitTo(store);

        for (String id : ids) {
            assertThat(versions(store, Key.of(id))).containsExactly(version(JAN, null, "plan of " + id, null));
        }
        assertThat(store.history(Key.of("M1  "))).isEqualTo(KeyHistory.empty(Key.of("M1  ")));
    }

    @LookAt("the bounds of a version, and at rows that mark an absence.")
    @Test
    void store65_asOfShowsWhatWasInForceInTheOrderOfKeys() {
        DimensionStore store = create(MEMBER);
        Version first = version(JAN, FEB, "A", "west");
        Version second = version(FEB, null, "B", "west");
        plan().insert(Key.of("b"), first)
                .insert(Key.of("b"), second)
                .insert(Key.of("a"), second)
                .insert(Key.of("B"), first)
                .insert(Key.of("B"), deleted(Interval.startingAt(FEB), 2))
                .commitTo(store);

        assertThat(asOf(store, JAN.minusNanos(1_000))).isEmpty();
        assertThat(asOf(store, JAN)).containsExactly("B@A", "b@A");
        assertThat(asOf(store, FEB.minusNanos(1_000))).containsExactly("B@A", "b@A");
        assertThat(asOf(store, FEB)).containsExactly("a@B", "b@B");
        assertThat(asOf(store, Instant.parse("9999-12-30T00:00:00Z"))).containsExactly("a@B", "b@B");
    }

    @LookAt("what an unknown key gives: an empty history, not an error.")
    @Test
    void store66_anUnknownKeyHasAnEmptyHistory() {
        DimensionStore store = create(PAIR);
        Key unknown = Key.of("never", "seen");
        assertThat(store.history(unknown)).isEqualTo(KeyHistory.empty(unknown));
        assertThat(scan(store)).isEmpty();
    }

    @LookAt("the isolation of a scan: what is committed meanwhile is shown of no key, or of every key.")
    @Test
    void store67_aScanShowsOneMoment() throws InterruptedException, ExecutionException {
        DimensionStore store = create(MEMBER);
        PlanDraft before = plan();
        PlanDraft after = plan();
        for (int i = 0; i < 2_000; i++) {
            Key key = Key.of("M" + i);
            before.insert(key, version(JAN, null, "A", "west"));
            before.evidence(values(key, JAN, Sequence.of(1), "A", "west"));
            after.evidence(values(key, FEB, Sequence.of(2), "A", "west"));
        }
        before.commitTo(store);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            List<Integer> statements = new ArrayList<>();
            List<Future<?>> written = new ArrayList<>();
            store.scan(history -> {
                if (written.isEmpty()) {
                    written.add(writer.submit(() -> after.commitTo(store)));
                    waitUpTo(written.get(0), 2);
                }
                statements.add(history.evidence().size());
            });
            written.get(0).get();
            assertThat(statements).hasSize(2_000);
            assertThat(new HashSet<>(statements)).hasSize(1);
        } finally {
            writer.shutdownNow();
        }
    }

    /** A store whose writers wait for readers is not wrong. */
    private static void waitUpTo(Future<?> done, int seconds) {
        try {
            done.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException stillWriting) {
            assertThat(done).isNotDone();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("the writer failed", failed);
        }
    }

    private static List<String> asOf(DimensionStore store, Instant t) {
        List<String> shown = new ArrayList<>();
        store.asOf(
                t,
                (StoredVersion stored) -> shown.add(
                        stored.key().part(0) + "@" + stored.version().row().value(0)));
        return shown;
    }

    private void assertKeyOrder(Dimension dimension, List<Object> ordered, Version version) {
        DimensionStore store = create(dimension);
        List<Object> shuffled = new ArrayList<>(ordered);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        PlanDraft plan = plan();
        shuffled.forEach(part -> plan.insert(Key.of(part), version));
        plan.commitTo(store);

        assertThat(scan(store).stream().map(history -> history.key().part(0))).containsExactlyElementsOf(ordered);
    }
}
