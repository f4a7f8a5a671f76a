package dev.scd2.delta;

import static dev.scd2.delta.Members.JANUARY;
import static dev.scd2.delta.Members.batch;
import static dev.scd2.delta.Members.member;
import static dev.scd2.delta.StoredRows.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakeObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What writers do who meet, or whose location fails. */
abstract class OvertakenWritersContract {
    @TempDir
    Path directory;

    /** Returns a place for a table, empty. */
    abstract LakeLocation place(String name);

    private Path cache() {
        return directory.resolve("cache");
    }

    private DeltaTable open(LakeLocation place, InterposedObjects.Before before) {
        return DeltaTable.on(new InterposedObjects(LakeObjects.open(place), before), cache(), TableOptions.standard());
    }

    private static boolean isCommit(String key) {
        return key.startsWith("_delta_log/") && key.endsWith(".json");
    }

    @Test
    void whoIsOvertakenPublishesOnWhatTheOtherCommitted() throws IOException {
        for (boolean existing : new boolean[] {false, true}) {
            LakeLocation place = place("overtaken" + existing);
            InMemoryStore store = InMemoryStore.of(member());
            History.of(store).apply(batch(0, 20, "Albany", JANUARY));
            AtomicBoolean met = new AtomicBoolean();
            try (DeltaTable other = DeltaTable.open(place, cache());
                    TableReader reader = new TableReader(place, cache())) {
                if (existing) {
                    other.publish(store);
                    History.of(store).apply(batch(0, 3, "Buffalo", JANUARY.plusSeconds(1)));
                }
                long before = other.version().orElse(-1);
                try (DeltaTable table = open(place, key -> {
                    if (isCommit(key) && met.compareAndSet(false, true)) {
                        History.of(store).apply(batch(5, 8, "Chicago", JANUARY.plusSeconds(2)));
                        assertThat(other.publish(store).version()).isEqualTo(before + 1);
                        History.of(store).apply(batch(7, 9, "Denver", JANUARY.plusSeconds(3)));
                    }
                })) {
                    assertThat(table.publish(store).version()).isEqualTo(before + 2);
                }
                assertSame(reader.rows(before + 2), StoredRows.of(store));
                assertThat(unused(place, reader)).isEmpty();
            }
        }
    }

    /** Returns the data files of which no version knows. */
    private static Set<String> unused(LakeLocation place, TableReader reader) throws IOException {
        try (LakeObjects objects = LakeObjects.open(place)) {
            Set<String> files = new HashSet<>(objects.list("part-").keySet());
            for (long version = reader.latest().getVersion(); version >= 0; version--) {
                files.removeAll(reader.files(version));
            }
            return files;
        }
    }

    @Test
    void whoIsAlwaysOvertakenSaysSoAndLeavesNothing() throws IOException {
        LakeLocation place = place("always");
        InMemoryStore store = InMemoryStore.of(member());
        AtomicInteger loads = new AtomicInteger();
        AtomicReference<List<Map<String, Object>>> published = new AtomicReference<>(List.of());
        try (DeltaTable other = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            other.publish(store);
            History.of(store).apply(batch(0, 5, "Albany", JANUARY));
            try (DeltaTable table = open(place, key -> {
                if (isCommit(key)) {
                    int load = loads.incrementAndGet();
                    History.of(store).apply(batch(0, 5, "city " + load, JANUARY.plusSeconds(2L * load)));
                    other.publish(store);
                    published.set(StoredRows.of(store));
                    History.of(store).apply(batch(0, 5, "city after " + load, JANUARY.plusSeconds(2L * load + 1)));
                }
            })) {
                assertThatThrownBy(() -> table.publish(store))
                        .isInstanceOf(ConcurrentCommitException.class)
                        .hasMessageContaining("nothing was committed");
            }
            assertThat(loads).hasValue(10);
            assertThat(other.version()).hasValue(10);
            assertSame(reader.rows(10), Objects.requireNonNull(published.get()));
            assertThat(unused(place, reader)).isEmpty();
        }
    }

    @Test
    void manyAppendAtOnceAndEachRowIsThereOnce() throws Exception {
        LakeLocation place = place("many");
        int writers = 3;
        int rows = 6;
        Map<String, ColumnType> columns = Map.of("n", ColumnType.LONG);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String feed = "feed " + writer;
                long first = 100L * writer;
                ends.add(threads.submit(() -> {
                    for (int i = 0; i < rows; i++) {
                        append(table, feed, i, columns, first + i);
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            assertThat(reader.rows(reader.latest().getVersion()))
                    .extracting(row -> row.get("n"))
                    .doesNotHaveDuplicates()
                    .hasSize(writers * rows);
            assertThat(table.version()).hasValue((long) writers * rows - 1);
            assertThat(unused(place, reader)).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Tries until nobody is faster; what is in the table already is not added again. */
    private static void append(DeltaTable table, String feed, long position, Map<String, ColumnType> columns, long n) {
        while (true) {
            try {
                table.append(feed, position, columns, List.of(Map.of("n", n)));
                return;
            } catch (ConcurrentCommitException overtaken) {
                // once more
            }
        }
    }

    @Test
    void whereverALocationFailsTheTableIsAsBeforeOrAsAfter() throws IOException {
        InMemoryStore store = InMemoryStore.of(member());
        LakeLocation place = place("failing");
        try (DeltaTable whole = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            History.of(store).apply(batch(0, 50, "Albany", JANUARY));
            whole.publish(store);
            boolean failed = true;
            for (int steps = 0; failed; steps++) {
                List<Map<String, Object>> before = StoredRows.of(store);
                long version = reader.latest().getVersion();
                History.of(store).apply(batch(0, 4, "city " + steps, JANUARY.plusSeconds(1 + steps)));
                AtomicInteger left = new AtomicInteger(steps);
                failed = false;
                try (DeltaTable table = open(place, key -> {
                    if (left.getAndDecrement() == 0) {
                        throw new LakeException("The location fails.");
                    }
                })) {
                    table.publish(store);
                } catch (LakeException told) {
                    failed = true;
                    assertThat(told).hasMessage("The location fails.");
                    assertThat(reader.latest().getVersion()).isEqualTo(version);
                    assertSame(reader.rows(version), before);
                }
                assertThat(whole.publish(store).version()).isEqualTo(version + 1);
                assertSame(reader.rows(version + 1), StoredRows.of(store));
            }
        }
    }
}
