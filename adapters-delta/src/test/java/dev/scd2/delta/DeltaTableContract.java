package dev.scd2.delta;

import static dev.scd2.delta.Members.JANUARY;
import static dev.scd2.delta.Members.batch;
import static dev.scd2.delta.Members.member;
import static dev.scd2.delta.StoredRows.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakeObjects;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Delta table promises, wherever it is. */
abstract class DeltaTableContract {
    private static final List<SystemTime> SYSTEM_TIMES = List.of(SystemTime.NONE, SystemTime.LOAD, SystemTime.SOURCE);

    @TempDir
    Path directory;

    /** Returns a place for a table, empty. */
    abstract LakeLocation place(String name);

    Path cache() {
        return directory.resolve("cache");
    }

    @Test
    void everyVersionOfTheTableIsWhatTheStoreHeldThen() throws IOException {
        SplittableRandom random = new SplittableRandom(Properties.seed());
        int histories = Math.max(4, Integer.getInteger("scd2.histories", 0) / 1_000);
        for (int i = 0; i < histories; i++) {
            SystemTime systemTime = SYSTEM_TIMES.get(i % 3);
            Dimension dimension = Histories.dimension(random, i % 4 == 3 ? Feed.SPANS : Feed.CHANGES, systemTime);
            dev.scd2.tck.generate.History drawn = Histories.withListings(random, dimension, 16);
            publishEach(
                    Histories.widened(
                            random, systemTime == SystemTime.LOAD ? Histories.loadedInTurn(random, drawn) : drawn, 8),
                    "random" + i,
                    1 + random.nextInt(20));
        }
    }

    private void publishEach(dev.scd2.tck.generate.History drawn, String name, int buckets) throws IOException {
        LakeLocation place = place(name);
        Map<Long, List<Map<String, Object>>> held = new HashMap<>();
        try (DeltaTable table =
                        DeltaTable.open(place, cache(), TableOptions.standard().withBuckets(buckets));
                TableReader reader = new TableReader(place, cache())) {
            DimensionStore store = InMemoryStore.of(drawn.dimension());
            for (dev.scd2.tck.generate.History part = drawn; part != null; part = part.next()) {
                store = store.evolve(part.dimension());
                for (Batch batch : part.batches()) {
                    History.of(store).apply(batch);
                    Publication published = table.publish(store);
                    assertThat(published.isNew()).isEqualTo(published.version() == held.size());
                    held.putIfAbsent(published.version(), StoredRows.of(store));
                    assertSame(reader.rows(published.version()), StoredRows.of(store));
                }
            }
            for (Map.Entry<Long, List<Map<String, Object>>> then : held.entrySet()) {
                assertSame(reader.rows(then.getKey()), then.getValue());
            }
            assertThat(table.version()).hasValue(held.size() - 1L);
        }
    }

    @Test
    void valuesOfEveryTypeComeBackToTheLastDigit() throws IOException {
        LakeLocation place = place("types");
        InMemoryStore store = InMemoryStore.of(EveryType.DIMENSION);
        History.of(store).apply(EveryType.batch());
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            table.publish(store);
            assertSame(reader.rows(0), StoredRows.of(store));
            assertThat(reader.rows(0))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("bytes", Bytes.of(new byte[] {0, -1, 127}))
                            .containsEntry("number", Double.NaN)
                            .containsEntry("valid_from", EveryType.LAST));
        }
    }

    @Test
    void filesWithoutATouchedKeyStay() throws IOException {
        LakeLocation place = place("buckets");
        InMemoryStore store = InMemoryStore.of(member());
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            History.of(store).apply(batch(0, 500, "Albany", JANUARY));
            assertThat(table.publish(store)).isEqualTo(new Publication(0, true, 16, 0, 0, 500));
            History.of(store).apply(batch(7, 8, "Buffalo", JANUARY.plusSeconds(60)));
            Publication second = table.publish(store);
            assertThat(second)
                    .usingRecursiveComparison()
                    .ignoringFields("rows")
                    .isEqualTo(new Publication(1, true, 1, 1, 15, 0));
            assertThat(second.rows()).isBetween(2L, 100L);
            assertSame(reader.rows(1), StoredRows.of(store));
            assertThat(reader.rows(0)).hasSize(500);
        }
    }

    @Test
    void theSamePositionOfTheStoreIsPublishedOnce() {
        LakeLocation place = place("once");
        InMemoryStore store = InMemoryStore.of(member());
        History.of(store).apply(batch(0, 5, "Albany", JANUARY));
        try (DeltaTable table = DeltaTable.open(place, cache());
                DeltaTable other = DeltaTable.open(place, cache())) {
            assertThat(table.version()).isEmpty();
            assertThat(table.publish(store).isNew()).isTrue();
            assertThat(table.publish(store).isNew()).isFalse();
            assertThat(other.publish(store).version()).isZero();
            History.of(store).apply(batch(0, 5, "Albany", JANUARY));
            assertThat(other.publish(store).isNew())
                    .as("a batch that changed nothing")
                    .isFalse();
            assertThat(other.version()).hasValue(0);
        }
    }

    @Test
    void anEmptyStoreMakesAnEmptyTable() throws IOException {
        LakeLocation place = place("empty");
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            InMemoryStore store = InMemoryStore.of(member());
            table.publish(store);
            assertThat(reader.rows(0)).isEmpty();
            History.of(store).apply(batch(0, 1, "Albany", JANUARY));
            assertThat(table.publish(store).version()).isEqualTo(1);
            assertSame(reader.rows(1), StoredRows.of(store));
        }
    }

    @Test
    void anotherStoreOfTheDimensionReplacesWhatTheTableHeld() throws IOException {
        LakeLocation place = place("another");
        InMemoryStore one = InMemoryStore.of(member());
        InMemoryStore other = InMemoryStore.of(member());
        History.of(one).apply(batch(0, 5, "Albany", JANUARY));
        History.of(other).apply(batch(3, 4, "Buffalo", JANUARY));
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            table.publish(one);
            assertThat(table.publish(other).version()).isEqualTo(1);
            assertSame(reader.rows(1), StoredRows.of(other));
        }
    }

    @Test
    void columnsAreAddedAndWidenedInOneCommit() throws IOException {
        LakeLocation place = place("wider");
        Dimension narrow = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("amount", ColumnType.decimal(9, 2))
                .track("visits", ColumnType.LONG)
                .allowNewColumns()
                .build();
        Dimension wide = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("amount", ColumnType.decimal(20, 4))
                .track("visits", ColumnType.decimal(19, 0))
                .track("plan", ColumnType.TEXT)
                .allowNewColumns()
                .build();
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            DimensionStore store = InMemoryStore.of(narrow);
            History.of(store)
                    .apply(Batch.of(Observation.of(
                            Map.of("member_id", "M1", "amount", new BigDecimal("1.25"), "visits", 3L),
                            JANUARY,
                            Sequence.of(1))));
            table.publish(store);
            List<Map<String, Object>> before = StoredRows.of(store);
            store = store.evolve(wide);
            Publication evolved = table.publish(store);
            assertThat(evolved.version()).isEqualTo(1);
            assertSame(reader.rows(1), StoredRows.of(store));
            assertSame(reader.rows(0), before);
            assertThat(table.publish(store).isNew()).isFalse();
            DimensionStore old = InMemoryStore.of(narrow);
            assertThatThrownBy(() -> table.publish(old))
                    .isInstanceOf(InvalidChangeException.class)
                    .hasMessageContaining("amount");
            assertThat(table.version()).hasValue(1);
        }
    }

    @Test
    void aColumnThatIsGoneIsRefusedByName() {
        LakeLocation place = place("gone");
        try (DeltaTable table = DeltaTable.open(place, cache())) {
            table.publish(InMemoryStore.of(member()));
            DimensionStore lacking = InMemoryStore.of(Dimension.named("member")
                    .key("member_id", ColumnType.TEXT)
                    .track("town", ColumnType.TEXT)
                    .build());
            assertThatThrownBy(() -> table.publish(lacking))
                    .isInstanceOf(InvalidChangeException.class)
                    .hasMessageContaining("the column city of the table is missing");
        }
    }

    @Test
    void whatHoldsSomethingElseIsNotWrittenOver() {
        LakeLocation place = place("else");
        LakeLocation facts = place("facts-not-dimension");
        Dimension plan = Dimension.named("plan").key("plan_id", ColumnType.TEXT).build();
        try (DeltaTable table = DeltaTable.open(place, cache());
                DeltaTable rows = DeltaTable.open(facts, cache())) {
            table.publish(InMemoryStore.of(member()));
            assertThatThrownBy(() -> table.publish(InMemoryStore.of(plan)))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("holds the dimension member");
            assertThatThrownBy(() -> table.append("f", 1, Map.of("n", ColumnType.LONG), List.of()))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("holds the dimension member");
            rows.append("f", 1, Map.of("n", ColumnType.LONG), List.of(Map.of("n", 1)));
            assertThatThrownBy(() -> rows.publish(InMemoryStore.of(member())))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("takes rows");
        }
    }

    @Test
    void rowsAreAppendedOnceAndGetColumns() throws IOException {
        LakeLocation place = place("facts");
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("claim_id", ColumnType.TEXT);
        columns.put("paid", ColumnType.decimal(12, 2));
        columns.put("day", ColumnType.DATE);
        List<Map<String, Object>> first = List.of(
                Map.of("claim_id", "C1", "paid", new BigDecimal("10.50"), "day", LocalDate.of(2026, 3, 1)),
                Map.of("claim_id", "C2"));
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            assertThat(table.append("claims", 2, columns, first).rows()).isEqualTo(2);
            assertThat(table.append("claims", 2, columns, first).isNew()).isFalse();
            assertThat(table.append("claims", 1, columns, first).isNew()).isFalse();
            assertThat(table.append("others", 1, columns, List.of(Map.of("claim_id", "C3")))
                            .version())
                    .isEqualTo(1);
            columns.put("member_sk", ColumnType.LONG);
            Publication wider = table.append("claims", 3, columns, List.of(Map.of("claim_id", "C4", "member_sk", 7)));
            assertThat(wider).isEqualTo(new Publication(2, true, 1, 0, 2, 1));
            assertThat(reader.rows(0)).hasSize(2);
            assertThat(reader.rows(2))
                    .extracting(row -> row.get("claim_id"), row -> row.get("paid"), row -> row.get("member_sk"))
                    .containsExactlyInAnyOrder(
                            tuple("C1", new BigDecimal("10.50"), null),
                            tuple("C2", null, null),
                            tuple("C3", null, null),
                            tuple("C4", null, 7L));
            columns.put("paid", ColumnType.decimal(14, 2));
            assertThatThrownBy(() -> table.append("claims", 4, columns, List.of()))
                    .isInstanceOf(InvalidChangeException.class)
                    .hasMessageContaining("the column paid is decimal(12,2) there, and decimal(14,2) here");
            columns.put("paid", ColumnType.decimal(12, 2));
            assertThatThrownBy(() -> table.append("claims", 4, columns, List.of(Map.of("paid", "much"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Column paid");
            assertThatThrownBy(() -> table.append("claims", 4, columns, List.of(Map.of("note", "x"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a column note");
            assertThat(table.version()).isEqualTo(OptionalLong.of(2));
        }
    }

    @Test
    void theLogGetsCheckpointsAndEveryVersionStaysReadable() throws IOException {
        LakeLocation place = place("long");
        InMemoryStore store = InMemoryStore.of(member());
        List<List<Map<String, Object>>> held = new ArrayList<>();
        try (DeltaTable table = DeltaTable.open(place, cache());
                TableReader reader = new TableReader(place, cache())) {
            for (int i = 0; i < 23; i++) {
                History.of(store).apply(batch(i, i + 2, "city " + i, JANUARY.plusSeconds(i)));
                assertThat(table.publish(store).version()).isEqualTo(i);
                held.add(StoredRows.of(store));
            }
            for (int i = 0; i < held.size(); i++) {
                assertSame(reader.rows(i), held.get(i));
            }
            assertThat(TableReader.keys(place))
                    .filteredOn(key -> key.endsWith(".checkpoint.parquet"))
                    .hasSize(2);
        }
    }

    @Test
    void aStoreThatWasSetBackIsRefused() throws IOException {
        LakeLocation place = place("back");
        Path database = directory.resolve("warehouse.duckdb");
        Path copy = directory.resolve("copy.duckdb");
        try (DuckDbStore store = DuckDbStore.open(database, member())) {
            History.of(store).apply(batch(0, 2, "Albany", JANUARY));
        }
        Files.copy(database, copy);
        try (DeltaTable table = DeltaTable.open(place, cache())) {
            try (DuckDbStore store = DuckDbStore.open(database, member())) {
                History.of(store).apply(batch(0, 2, "Buffalo", JANUARY.plusSeconds(1)));
                table.publish(store);
            }
            try (DuckDbStore old = DuckDbStore.open(copy, member())) {
                assertThatThrownBy(() -> table.publish(old))
                        .isInstanceOf(LakeException.class)
                        .hasMessageContaining("the store was set back");
            }
            assertThat(table.version()).hasValue(0);
        }
    }

    @Test
    void aTableThatSomebodyUpgradedIsRefused() throws IOException {
        LakeLocation place = place("upgraded");
        InMemoryStore store = InMemoryStore.of(member());
        try (DeltaTable table = DeltaTable.open(place, cache());
                LakeObjects objects = LakeObjects.open(place)) {
            table.publish(store);
            Path commit = Files.writeString(
                    cache().resolve("commit"), "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":4}}\n");
            assertThat(objects.putIfAbsent("_delta_log/00000000000000000001.json", commit))
                    .isTrue();
            History.of(store).apply(batch(0, 2, "Albany", JANUARY));
            assertThatThrownBy(() -> table.publish(store))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("reader version 1 and writer version 4")
                    .hasMessageContaining("Somebody upgraded it");
        }
    }

    @Test
    void theLogHoldsNoValueOfAKeyOrAnAttribute() throws IOException {
        LakeLocation place = place("log");
        InMemoryStore store = InMemoryStore.of(member());
        History.of(store).apply(batch(7_000, 7_009, "Albany", JANUARY));
        try (DeltaTable table = DeltaTable.open(place, cache());
                LakeObjects objects = LakeObjects.open(place)) {
            table.publish(store);
            Path copy = cache().resolve("log");
            for (String key : objects.list("_delta_log/").keySet()) {
                objects.get(key, copy);
                assertThat(Files.readString(copy)).contains("valid_from").doesNotContain("M700", "Albany");
            }
        }
    }

    @Test
    void nothingIsLeftInTheCache() throws IOException {
        LakeLocation place = place("tidy");
        InMemoryStore store = InMemoryStore.of(member());
        try (DeltaTable table = DeltaTable.open(place, cache())) {
            for (int i = 0; i < 12; i++) {
                History.of(store).apply(batch(i, i + 1, "Albany", JANUARY));
                table.publish(store);
            }
        }
        try (Stream<Path> left = Files.list(cache())) {
            assertThat(left).isEmpty();
        }
    }
}
