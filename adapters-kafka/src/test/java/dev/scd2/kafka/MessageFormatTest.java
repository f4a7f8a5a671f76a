package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Sequence;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.debezium.RowImages;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.kafka.DebeziumLines.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages mean, each by itself; nothing is connected. */
class MessageFormatTest {
    static final Map<String, ColumnType> TYPES = Map.ofEntries(
            Map.entry("id", ColumnType.LONG),
            Map.entry("name", ColumnType.TEXT),
            Map.entry("city", ColumnType.TEXT),
            Map.entry("balance", ColumnType.decimal(12, 2)),
            Map.entry("score", ColumnType.decimal(10, 4)),
            Map.entry("ratio", ColumnType.DOUBLE),
            Map.entry("f4", ColumnType.DOUBLE),
            Map.entry("active", ColumnType.BOOLEAN),
            Map.entry("born", ColumnType.DATE),
            Map.entry("created", ColumnType.TIMESTAMP),
            Map.entry("created3", ColumnType.TIMESTAMP),
            Map.entry("seen", ColumnType.TIMESTAMP),
            Map.entry("raw", ColumnType.BYTES),
            Map.entry("tags", ColumnType.TEXT),
            Map.entry("doc", ColumnType.TEXT),
            Map.entry("uid", ColumnType.TEXT),
            Map.entry("big", ColumnType.TEXT));

    @ParameterizedTest
    @ValueSource(strings = {"envelope-own", "envelope-stock-schemas", "flattened-rewrite", "flattened-rewrite-schemas"})
    void rowThatDebeziumWroteHasTheValuesThatPostgresHad(String name) throws NotAChange {
        MessageFormat format = name.startsWith("envelope") ? MessageFormat.debezium() : MessageFormat.flattened();
        RowChange first = read(format, DebeziumLines.of(name)).get(0);
        assertThat(first.operation()).isEqualTo(Operation.READ);
        assertThat(first.before()).isEmpty();
        assertThat(first.after())
                .containsEntry("id", 1L)
                .containsEntry("name", "Ann")
                .containsEntry("city", "Albany")
                .containsEntry("balance", new BigDecimal("12.50"))
                .containsEntry("score", new BigDecimal("1.2345"))
                .containsEntry("ratio", 0.1)
                .containsEntry("f4", 1.1)
                .containsEntry("active", true)
                .containsEntry("born", LocalDate.of(1980, 1, 31))
                .containsEntry("created", Instant.parse("2026-01-02T03:04:05.123456Z"))
                .containsEntry("created3", Instant.parse("2026-01-02T03:04:05.123Z"))
                .containsEntry("seen", Instant.parse("2026-01-02T01:04:05.123456Z"))
                .containsEntry("raw", Bytes.of(new byte[] {0, 1, (byte) 0xff}))
                .containsEntry("tags", "[\"a\",\"b\"]")
                .containsEntry("doc", "{\"k\": 1}")
                .containsEntry("uid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
                .containsEntry("big", "x".repeat(20));
    }

    @ParameterizedTest
    @CsvSource({
        "envelope-own, RRRUUIUDIDTI",
        "envelope-stock, RRRUUIUDIDTI",
        "envelope-stock-schemas, RRRUUIUDIDTI",
        "flattened-rewrite, RRRUUIUDIDI",
        "flattened-rewrite-schemas, RRRUUIUDIDI",
    })
    void everyOperationOfDebeziumIsReadAndTombstonesBehindDeletionsArePassedOver(String name, String operations)
            throws NotAChange {
        MessageFormat format = name.startsWith("envelope") ? MessageFormat.debezium() : MessageFormat.flattened();
        List<RowChange> rows = read(format, DebeziumLines.of(name));
        StringBuilder read = new StringBuilder();
        rows.forEach(row -> read.append(row.operation().name().charAt(0)));
        assertThat(read).hasToString(operations);
        assertThat(rows).extracting(RowChange::committedAt).doesNotContainNull().isSorted();
        assertThat(rows).extracting(RowChange::sequence).isSorted();
        RowChange deleted = rows.get(7);
        assertThat(deleted.before()).containsEntry("id", 10L);
        assertThat(deleted.after()).isEmpty();
    }

    @Test
    void sequenceIsThePlaceInTheLogAndThenInTheTransaction() throws NotAChange {
        List<RowChange> own = read(MessageFormat.debezium(), DebeziumLines.of("envelope-own"));
        assertThat(own.get(0).sequence()).isEqualTo(Sequence.of(24859464, 0));
        assertThat(own.subList(5, 9))
                .extracting(RowChange::sequence)
                .containsExactly(
                        Sequence.of(24881672, 1),
                        Sequence.of(24881816, 2),
                        Sequence.of(24881992, 1),
                        Sequence.of(24881992, 2));
        assertThat(own.get(5).committedAt()).isEqualTo(Instant.parse("2026-11-30T02:14:42.257227Z"));
    }

    @Test
    void valueThatTheSourceDidNotTellIsUnsaid() throws NotAChange {
        assertThat(read(MessageFormat.debezium(), DebeziumLines.of("envelope-own"))
                        .get(4)
                        .after())
                .as("with full row images")
                .containsEntry("big", "y".repeat(40));
        assertThat(read(MessageFormat.debezium(), DebeziumLines.of("envelope-stock"))
                        .get(4)
                        .after())
                .containsEntry("city", "Chicago")
                .doesNotContainKey("big");
        DebeziumLines flattened = DebeziumLines.of("flattened-rewrite-with-tombstone");
        assertThat(read(MessageFormat.flattened().ignoringTombstones(), flattened)
                        .get(4)
                        .after())
                .containsEntry("city", "Chicago")
                .doesNotContainKey("big");
        assertThat(image(MessageFormat.debezium(), "{\"big\":\"__debezium_unavailable_value\",\"id\":1}"))
                .containsOnlyKeys("id");
        assertThat(image(MessageFormat.debezium(), "{\"raw\":\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"}"))
                .isEmpty();
        assertThat(image(MessageFormat.debezium(), "{\"tags\":[\"__debezium_unavailable_value\"]}"))
                .isEmpty();
        assertThat(image(MessageFormat.debezium().unavailableValue("?"), "{\"big\":\"?\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"envelope-own", "envelope-stock-schemas", "flattened-rewrite-schemas"})
    void infiniteTimeStaysWhatItWasAndIsNullOnRequest(String name) throws NotAChange {
        MessageFormat format = name.startsWith("envelope") ? MessageFormat.debezium() : MessageFormat.flattened();
        for (int row : new int[] {1, 2}) {
            Map<String, @Nullable Object> refused =
                    read(format, DebeziumLines.of(name)).get(row).after();
            Map<String, @Nullable Object> nulls = read(format.infinityAsNull(), DebeziumLines.of(name))
                    .get(row)
                    .after();
            for (String column : List.of("born", "created", "created3", "seen")) {
                ColumnType type = TYPES.getOrDefault(column, ColumnType.TEXT);
                assertThatThrownBy(() -> type.coerce(refused.get(column))).isInstanceOf(IllegalArgumentException.class);
                assertThat(nulls).containsEntry(column, null);
            }
        }
    }

    @Test
    void tombstoneOfAFlattenedTopicDeletesInTheOrderOfTheTopicOnly() throws NotAChange {
        DebeziumLines lines = DebeziumLines.of("flattened-tombstone");
        assertThatThrownBy(() -> read(MessageFormat.flattened(), lines))
                .isInstanceOf(NotAChange.class)
                .hasMessageContaining("delete.tombstone.handling.mode=rewrite");
        List<RowChange> rows = read(MessageFormat.flattened().orderedByOffset(), lines);
        assertThat(rows).hasSize(11);
        assertThat(rows)
                .extracting(RowChange::sequence)
                .isEqualTo(LongStream.range(0, 11).mapToObj(Sequence::of).toList());
        assertThat(rows.get(7).operation()).isEqualTo(Operation.DELETE);
        assertThat(rows.get(7).before()).isEqualTo(Map.of("id", 10L));
        assertThat(rows)
                .as("all by one clock")
                .extracting(RowChange::committedAt)
                .containsOnly(Topics.BEGIN);

        DebeziumLines both = DebeziumLines.of("flattened-rewrite-with-tombstone");
        assertThat(read(MessageFormat.flattened().ignoringTombstones(), both)).hasSize(11);
        assertThat(read(MessageFormat.flattened().orderedByOffset().ignoringTombstones(), both))
                .as("the source's clock where all of them have it")
                .extracting(RowChange::committedAt)
                .allMatch(at -> at != null && at.isAfter(Topics.BEGIN));
        assertThatThrownBy(() -> read(MessageFormat.flattened(), both)).isInstanceOf(NotAChange.class);
    }

    @Test
    void changeOfAnotherDatabaseIsReadInTheOrderOfTheTopicOnly() throws NotAChange {
        String mysql =
                "{\"op\":\"d\",\"before\":null,\"source\":{\"ts_ms\":1767225601000,\"file\":\"binlog.7\",\"pos\":4}}";
        Message message = message(5, "{\"id\":1}", mysql);
        assertThatThrownBy(() -> rows(MessageFormat.debezium()).read(message))
                .isInstanceOf(NotAChange.class)
                .hasMessageContaining("source.lsn")
                .hasMessageContaining("orderedByOffset()");
        RowChange row =
                rows(MessageFormat.debezium().orderedByOffset()).read(message).orElseThrow();
        assertThat(row.sequence()).isEqualTo(Sequence.of(5));
        assertThat(row.committedAt()).isEqualTo(Topics.BEGIN.plusSeconds(1));
        assertThat(row.before()).as("from the key").isEqualTo(Map.of("id", 1L));
        Message timeless = message(5, "{\"id\":1}", mysql.replace("ts_ms", "other"));
        assertThat(rows(MessageFormat.debezium().orderedByOffset()).read(timeless))
                .get()
                .extracting(RowChange::committedAt)
                .isEqualTo(Topics.BEGIN);
    }

    @Test
    void tombstoneThatSaysItsPlaceInHeadersDeletes() throws NotAChange {
        RecordHeaders headers = new RecordHeaders();
        headers.add("__source_lsn", Topics.bytes("4711"));
        headers.add("__transaction_total_order", Topics.bytes("3"));
        headers.add("__source_ts_us", Topics.bytes("1767225600000000"));
        RowChange row = rows(MessageFormat.flattened())
                .read(new Message(
                        "t",
                        new ConsumerRecord<>(
                                "t",
                                0,
                                5,
                                0,
                                TimestampType.CREATE_TIME,
                                0,
                                0,
                                Topics.bytes("{\"id\":1}"),
                                null,
                                headers,
                                Optional.empty()),
                        JsonDecoder.INSTANCE))
                .orElseThrow();
        assertThat(row.operation()).isEqualTo(Operation.DELETE);
        assertThat(row.sequence()).isEqualTo(Sequence.of(4711, 3));
        assertThat(row.committedAt()).isEqualTo(Topics.BEGIN);
    }

    private static RowReader rows(MessageFormat format) {
        return RowReader.of(format, TYPES, List.of("id"));
    }

    private static Map<String, @Nullable Object> image(MessageFormat format, String json) throws NotAChange {
        return new RowImages(format.values(), TYPES).row(JsonMessage.parse(json).payload(), null);
    }

    private static List<RowChange> read(MessageFormat format, DebeziumLines lines) throws NotAChange {
        List<RowChange> rows = new ArrayList<>();
        RowReader reader = rows(format);
        long offset = 0;
        for (Line line : lines.lines()) {
            reader.read(message(offset++, line.key(), line.value())).ifPresent(rows::add);
        }
        return rows;
    }

    static Message message(long offset, @Nullable String key, @Nullable String value) {
        return new Message(
                "t",
                new ConsumerRecord<>(
                        "t",
                        0,
                        offset,
                        Topics.BEGIN.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        Topics.bytes(key),
                        Topics.bytes(value),
                        new RecordHeaders(),
                        Optional.empty()),
                JsonDecoder.INSTANCE);
    }
}
