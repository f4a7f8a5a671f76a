package dev.scd2.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.lake.DirectoryLocation;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leaves tables below {@code target/published} for readers that are no part of this build unless asked for: each with a file
 * {@code <table>.<version>.json} for every version, a line for each row, a text for each value.
 */
class ForeignReadersTest {
    private static final Path PUBLISHED = Path.of("target/published");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path cache;

    @BeforeAll
    static void clear() throws IOException {
        if (Files.isDirectory(PUBLISHED)) {
            try (Stream<Path> old = Files.walk(PUBLISHED)) {
                for (Path file : (Iterable<Path>) old.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(PUBLISHED);
    }

    @Test
    void histories() throws IOException {
        SplittableRandom random = new SplittableRandom(Properties.seed());
        for (SystemTime systemTime : SystemTime.values()) {
            Dimension dimension = Histories.dimension(random, Feed.CHANGES, systemTime);
            dev.scd2.tck.generate.History drawn = Histories.withListings(random, dimension, 12);
            publish("history_" + systemTime, Histories.widened(random, drawn, 4));
        }
    }

    private void publish(String name, dev.scd2.tck.generate.History drawn) throws IOException {
        try (DeltaTable table =
                DeltaTable.open(place(name), cache, TableOptions.standard().withBuckets(3))) {
            DimensionStore store = InMemoryStore.of(drawn.dimension());
            for (dev.scd2.tck.generate.History part = drawn; part != null; part = part.next()) {
                store = store.evolve(part.dimension());
                for (Batch batch : part.batches()) {
                    History.of(store).apply(batch);
                    Publication published = table.publish(store);
                    if (published.isNew()) {
                        expect(name, published.version(), StoredRows.of(store));
                    }
                }
            }
            assertThat(table.version()).isPresent();
        }
    }

    private static DirectoryLocation place(String name) {
        return new DirectoryLocation(PUBLISHED.resolve(name.toLowerCase(Locale.ROOT)));
    }

    private static void expect(String name, long version, List<Map<String, Object>> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Map<String, String> texts = new TreeMap<>();
            row.forEach((column, value) -> texts.put(column, value == null ? null : text(value)));
            lines.add(JSON.writeValueAsString(texts));
        }
        Files.write(PUBLISHED.resolve(name.toLowerCase(Locale.ROOT) + "." + version + ".json"), lines);
    }

    private static String text(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    @Test
    void everyType() throws IOException {
        InMemoryStore store = InMemoryStore.of(EveryType.DIMENSION);
        History.of(store).apply(EveryType.batch());
        try (DeltaTable table = DeltaTable.open(place("types"), cache)) {
            table.publish(store);
            expect("types", 0, StoredRows.of(store));
        }
    }

    @Test
    void facts() throws IOException {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("claim_id", ColumnType.TEXT);
        columns.put("day", ColumnType.DATE);
        columns.put("at", ColumnType.TIMESTAMP);
        List<Map<String, Object>> all = new ArrayList<>();
        try (DeltaTable table = DeltaTable.open(place("facts"), cache)) {
            for (int i = 0; i < 13; i++) {
                if (i == 6) {
                    columns.put("paid", ColumnType.decimal(12, 2));
                    all.forEach(row -> row.put("paid", null));
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("claim_id", "C" + i);
                row.put("day", LocalDate.of(2026, 1, 1).plusDays(i));
                row.put("at", Instant.parse("2026-01-01T00:00:00.999999Z").plusSeconds(i));
                if (i >= 6) {
                    row.put("paid", new BigDecimal("1.10").multiply(BigDecimal.valueOf(i)));
                }
                table.append("claims", i, columns, List.of(row));
                all.add(row);
                expect("facts", i, all);
            }
        }
    }

    @Test
    void filesThatAFilterCanPassOver() throws IOException {
        Dimension dimension = Members.member();
        InMemoryStore store = InMemoryStore.of(dimension);
        Batch.Builder batch = Batch.builder();
        for (int i = 0; i < 40; i++) {
            Instant at = Members.JANUARY.plusNanos(i * 1_000L);
            batch.change(Observation.of(Map.of("member_id", "M" + i, "city", "Albany"), at, Sequence.of(1)));
        }
        History.of(store).apply(batch.build());
        try (DeltaTable table = DeltaTable.open(place("moments"), cache)) {
            table.publish(store);
            expect("moments", 0, StoredRows.of(store));
        }
    }
}
