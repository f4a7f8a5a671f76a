package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.timeline.Instants;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From messages in a lake to a history, through a real S3 server, Parquet files and raw tables. */
class RawTableSourceTest {
    private static final Dimension MEMBER = Dimension.named("member")
            .key("id", ColumnType.LONG)
            .track("name", ColumnType.TEXT)
            .track("amount", ColumnType.decimal(9, 2))
            .build();

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private EmbeddedS3 s3;
    private ParquetLake lake;
    private Connection warehouse;
    private long lsn;

    @BeforeEach
    void open() {
        s3 = EmbeddedS3.in(directory.resolve("s3")).start();
        lake = ParquetLake.open(s3.bucket("lake"), directory.resolve("cache"));
        warehouse = DuckDbStore.connect(directory.resolve("warehouse.duckdb"));
    }

    @AfterEach
    void close() throws SQLException {
        warehouse.close();
        lake.close();
        s3.close();
    }

    @Test
    void aDimensionBuiltFromTheLakeAloneIsTheOneThatFollowedIt() throws SQLException {
        Random random = new Random(20261130);
        DuckDbStore live = DuckDbStore.on(warehouse, MEMBER);
        for (int load = 0; load < 4; load++) {
            for (int part = 0; part < 3; part++) {
                lake.append("members", messages(random, part, 40 + random.nextInt(40)));
            }
            load();
            // One store and source after the other, as after a crash between any two batches.
            Intake.of(source("members", 1 + random.nextInt(30)), History.of(live))
                    .catchUp();
        }
        List<KeyHistory> followed = held(live);
        assertThat(followed).hasSize(12);
        assertThat(followed.stream().mapToInt(one -> one.versions().size()).sum())
                .isGreaterThan(100);

        try (Connection fresh = DuckDbStore.connect(directory.resolve("fresh.duckdb"));
                LakeLoader loader = LakeLoader.open(s3.bucket("lake"), directory.resolve("cache"), Clock.systemUTC())) {
            loader.load(fresh);
            DimensionStore again = InMemoryStore.of(MEMBER);
            IntakeResult result = Intake.of(
                            RawTableSource.of(fresh, "members", MEMBER).to(TableMapping.of(MEMBER)), History.of(again))
                    .catchUp();
            assertThat(result.batches()).isEqualTo(3);
            assertThat(versions(again)).isEqualTo(versions(live));
        }
    }

    @Test
    void messagesThatAreNoChangeArePassedOverAndNotReadAgain() {
        lake.append(
                "members",
                List.of(
                        row(0, 0, "c", null, image(1, "a", "1.00")),
                        new LakeRow(
                                LakeRow.MALFORMED, null, null, null, null, null, null, null, 0, 1, "not JSON", "{{"),
                        new LakeRow(
                                LakeRow.TOMBSTONE,
                                "{\"id\":1}",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                0,
                                2,
                                "none",
                                null)));
        load();
        DimensionStore store = InMemoryStore.of(MEMBER);
        assertThat(Intake.of(source("members", 10), History.of(store)).catchUp())
                .isEqualTo(new IntakeResult(1, 1, 0, 0, 0));
        assertThat(store.reached("members", 0).orElseThrow().offset()).isEqualTo(2);
        assertThat(Intake.of(source("members", 10), History.of(store)).catchUp())
                .isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
    }

    /** Kafka Connect's JSON with a schema around it has these two fields, too; a row of a raw table never is that. */
    @Test
    void aTableOfTheColumnsSchemaAndPayloadIsReadAsRows() {
        Dimension two = Dimension.named("two")
                .key("schema", ColumnType.TEXT)
                .track("payload", ColumnType.TEXT)
                .build();
        lake.append("two", List.of(row(0, 0, "c", null, "{\"schema\":\"a\",\"payload\":\"b\"}")));
        load();
        DimensionStore store = InMemoryStore.of(two);
        Intake.of(RawTableSource.of(warehouse, "two", two).to(TableMapping.of(two)), History.of(store))
                .catchUp();
        assertThat(store.history(Key.of("a")).versions()).hasSize(1);
    }

    @Test
    void aDeletionThatShowsItsKeyOnlyEndsTheRow() {
        lake.append(
                "members",
                List.of(
                        row(0, 0, "c", null, image(1, "a", "1.00")),
                        new LakeRow("d", "{\"id\":1}", null, null, lsn += 8, 1L, 7L, micros(lsn), 0, 1, null, null)));
        load();
        DimensionStore store = InMemoryStore.of(MEMBER);
        Intake.of(source("members", 10), History.of(store)).catchUp();
        assertThat(store.history(Key.of(1L)).versions())
                .singleElement()
                .satisfies(stored ->
                        assertThat(stored.version().interval().isOpen()).isFalse());
    }

    @Test
    void whatIsLoadedLaterIsReadOn() {
        lake.append("members", List.of(row(0, 0, "c", null, image(1, "a", "1.00"))));
        load();
        DimensionStore store = InMemoryStore.of(MEMBER);
        AtomicBoolean done = new AtomicBoolean();
        List<Long> accepted = new ArrayList<>();
        Intake.of(source("members", 10), History.of(store), new dev.scd2.engine.intake.IntakeListener() {
                    @Override
                    public void committed(String source, dev.scd2.change.Batch batch, BatchResult result) {
                        accepted.add((long) result.accepted());
                        if (accepted.size() == 1) {
                            lake.append("members", List.of(row(1, 0, "c", null, image(2, "b", "2.00"))));
                            load();
                        } else {
                            done.set(true);
                        }
                    }
                })
                .run(done::get);
        assertThat(accepted).containsExactly(1L, 1L);
        assertThat(held(store)).hasSize(2);
    }

    @Test
    void aTableThatIsNotThereIsToldByName() {
        assertThatThrownBy(() -> Intake.of(source("pla\"ns", 10), History.of(InMemoryStore.of(MEMBER)))
                        .retries(0, Duration.ZERO)
                        .catchUp())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("raw.\"pla\"\"ns\"")
                .hasMessageContaining("Load the lake");
    }

    @Test
    void aChangeWithoutItsPlaceInTheLogIsToldByItsPlaceInTheTopic() {
        lake.append(
                "members",
                List.of(new LakeRow("c", null, null, image(1, "a", "1.00"), null, null, null, 1L, 2, 5, null, null)));
        load();
        assertThatThrownBy(() -> Intake.of(source("members", 10), History.of(InMemoryStore.of(MEMBER)))
                        .retries(0, Duration.ZERO)
                        .catchUp())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("message 5 of partition 2")
                .hasMessageContaining("source.lsn")
                .hasMessageContaining("other databases")
                .hasMessageNotContaining("1.00");
    }

    /** Four keys for each partition; some rows are said twice, as a connector does after a restart. */
    private List<LakeRow> messages(Random random, int part, int count) {
        List<LakeRow> rows = new ArrayList<>();
        long first = lake.nextOffset("members", part);
        for (int i = 0; i < count; i++) {
            long id = part * 4L + random.nextInt(4);
            LakeRow before = i > 0 && random.nextInt(8) == 0 ? rows.get(random.nextInt(i)) : null;
            rows.add(
                    before == null
                            ? random.nextInt(6) == 0
                                    ? row(part, first + i, "d", image(id, "x", "0.00"), null)
                                    : row(
                                            part,
                                            first + i,
                                            "u",
                                            image(id, "y", "0.00"),
                                            image(id, "n" + random.nextInt(5), random.nextInt(90) + ".10"))
                            : new LakeRow(
                                    before.op(),
                                    before.key(),
                                    before.before(),
                                    before.after(),
                                    before.lsn(),
                                    before.totalOrder(),
                                    before.txId(),
                                    before.tsMicros(),
                                    part,
                                    first + i,
                                    null,
                                    null));
        }
        return rows;
    }

    private LakeRow row(int part, long offset, String op, @Nullable String before, @Nullable String after) {
        lsn += 8;
        return new LakeRow(op, null, before, after, lsn, 1L, lsn, micros(lsn), part, offset, null, null);
    }

    private static long micros(long at) {
        return Instants.toMicros(START.plusSeconds(at));
    }

    private static String image(long id, String name, String amount) {
        return "{\"id\":" + id + ",\"name\":\"" + name + "\",\"amount\":\"" + amount + "\"}";
    }

    private RawTableSource source(String entity, int batch) {
        return RawTableSource.of(warehouse, entity, MEMBER)
                .batchRows(batch)
                .every(Duration.ofMillis(10))
                .to(TableMapping.of(MEMBER));
    }

    private void load() {
        try (LakeLoader loader =
                LakeLoader.open(s3.bucket("lake"), directory.resolve("cache"), Clock.fixed(START, ZoneOffset.UTC))) {
            loader.load(warehouse);
        }
    }

    private static List<KeyHistory> held(DimensionStore store) {
        List<KeyHistory> all = new ArrayList<>();
        store.scan(all::add);
        return all;
    }

    private static List<String> versions(DimensionStore store) {
        return held(store).stream()
                .flatMap(one -> one.versions().stream())
                .map(stored -> stored.key().part(0) + " " + stored.version().interval() + " " + stored.attributeHash())
                .toList();
    }
}
