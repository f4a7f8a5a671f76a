package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Sequence;
import dev.scd2.debezium.NotAChange;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows under their keys, written by anybody; nothing is connected. */
class KeyedFormatTest {
    private static final Map<String, ColumnType> TYPES = Map.of(
            "id", ColumnType.TEXT,
            "plan", ColumnType.TEXT,
            "count", ColumnType.LONG,
            "price", ColumnType.decimal(8, 2),
            "rate", ColumnType.DOUBLE,
            "live", ColumnType.BOOLEAN,
            "day", ColumnType.DATE,
            "at", ColumnType.TIMESTAMP,
            "raw", ColumnType.BYTES);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "M1 | M1",
                "007 | 007",
                "42 | 42",
                "\"M1\" | M1",
                "{\"id\":\"M1\"} | M1",
                "{\"id\":42} | 42",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"M1\"} | M1",
                "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":\"M1\"}} | M1",
            })
    void keyIsAnObjectOrTheOneColumnOfTheNaturalKey(String key, String id) throws NotAChange {
        RowChange row = read(9, key, "{\"plan\":\"gold\",\"id\":\"other\"}");
        assertThat(row.operation()).isEqualTo(Operation.UPDATE);
        assertThat(row.before()).isEmpty();
        assertThat(row.after()).isEqualTo(Map.of("id", id, "plan", "gold"));
        assertThat(row.sequence()).isEqualTo(Sequence.of(9));
        assertThat(row.committedAt()).isEqualTo(Topics.BEGIN);
    }

    @Test
    void tombstoneDeletesAlsoOneThatAConverterWroteAsNull() throws NotAChange {
        for (String nothing : new @Nullable String[] {null, "null", "{\"schema\":null,\"payload\":null}"}) {
            RowChange row = read(3, "M1", nothing);
            assertThat(row.operation()).isEqualTo(Operation.DELETE);
            assertThat(row.before()).isEqualTo(Map.of("id", "M1"));
            assertThat(row.after()).isEmpty();
        }
        assertThat(reader(MessageFormat.keyed().ignoringTombstones(), "id")
                        .read(MessageFormatTest.message(3, "M1", null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "price | \"12.5\"",
                "price | 12.5",
                "price | {\"scale\":1,\"value\":\"fQ==\"}",
                "rate | 0.5",
                "rate | \"0.5\"",
                "count | 7",
                "count | \"7\"",
                "live | true",
                "live | \"true\"",
                "at | \"2026-01-01T00:00:00Z\"",
                "at | \"2026-01-01T01:00:00+01:00\"",
                "at | \"2026-01-01T01:00:00+01:00[Europe/Berlin]\"",
                "at | \"2026-01-01T00:00:00\"",
                "raw | \"AAH/\"",
                "plan | {\"a\":[1,2]}",
            })
    void valueIsReadByTheTypeOfItsColumn(String column, String json) throws NotAChange {
        Map<String, Object> expected = Map.of(
                "price",
                new BigDecimal("12.50"),
                "rate",
                0.5,
                "count",
                7L,
                "live",
                true,
                "at",
                Topics.BEGIN,
                "raw",
                Bytes.of(new byte[] {0, 1, (byte) 0xff}),
                "plan",
                "{\"a\":[1,2]}");
        assertThat(read(0, "M1", "{\"" + column + "\":" + json + "}").after())
                .containsEntry(column, expected.get(column));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "price | \"BOI=\"",
                "price | 0.001",
                "price | 1e999999999",
                "price | \"1e-999999999\"",
                "price | \"NaN\"",
                "rate | \"high\"",
                "rate | 1e999",
                "count | 7.5",
                "count | 92233720368547758070",
                "count | true",
                "live | 1",
                "live | \"yes\"",
                "day | 20260101",
                "day | \"2026-02-30\"",
                "day | \"infinity\"",
                "at | 1767225600",
                "at | \"2026-01-01\"",
                "at | \"+12026-01-01T00:00:00Z\"",
                "raw | \"a-b\"",
                "raw | [1]",
            })
    void valueThatIsNotOfItsTypeStaysWhatItWasAndIsRefusedLater(String column, String json) throws NotAChange {
        Object read = read(0, "M1", "{\"" + column + "\":" + json + "}").after().get(column);
        assertThat(read)
                .isNotNull()
                .isInstanceOfAny(String.class, Long.class, BigDecimal.class, BigInteger.class, Boolean.class);
        ColumnType type = TYPES.getOrDefault(column, ColumnType.TEXT);
        assertThatThrownBy(() -> type.coerce(read)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "[1]", "7", "\"secret\"", "{\"plan\":\"secret\"", "{} secret"})
    void valueThatIsNoObjectIsNoChange(String value) {
        assertThatThrownBy(() -> read(0, "M1", value))
                .isInstanceOf(NotAChange.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void keyThatNamesNothingIsNoChange() {
        assertThatThrownBy(() -> read(0, null, "{\"id\":\"M1\"}")).hasMessage("it has no key");
        assertThatThrownBy(() -> read(0, "{\"id\":", "{}")).hasMessageStartingWith("not JSON");
        assertThatThrownBy(() -> read(0, "{\"schema\":null,\"payload\":[1]}", "{}"))
                .isInstanceOf(NotAChange.class)
                .hasMessageContaining("neither a JSON object nor text");
        assertThatThrownBy(() ->
                        reader(MessageFormat.keyed(), "id", "plan").read(MessageFormatTest.message(0, "M1", null)))
                .isInstanceOf(NotAChange.class)
                .hasMessageContaining("2 columns");
        ConsumerRecord<byte[], byte[]> binary = new ConsumerRecord<>("t", 0, 0, new byte[] {(byte) 0xff}, null);
        assertThatThrownBy(
                        () -> reader(MessageFormat.keyed(), "id").read(new Message("t", binary, JsonDecoder.INSTANCE)))
                .isInstanceOf(NotAChange.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void messageOutOfADeadLetterTopicKeepsItsFirstOffsetAndTime() throws NotAChange {
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetters.OFFSET, Topics.bytes("17"));
        headers.add(DeadLetters.TIMESTAMP, Topics.bytes("1767225600000"));
        RowChange row = reader(MessageFormat.keyed(), "id")
                .read(new Message(
                        "letters",
                        new ConsumerRecord<>(
                                "letters",
                                2,
                                3,
                                99,
                                TimestampType.CREATE_TIME,
                                0,
                                0,
                                Topics.bytes("M1"),
                                Topics.bytes("{}"),
                                headers,
                                Optional.empty()),
                        JsonDecoder.INSTANCE))
                .orElseThrow();
        assertThat(row.sequence()).isEqualTo(Sequence.of(17));
        assertThat(row.committedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(row.position()).hasToString("letters/2@3");
    }

    private static RowChange read(long offset, @Nullable String key, @Nullable String value) throws NotAChange {
        return reader(MessageFormat.keyed(), "id")
                .read(MessageFormatTest.message(offset, key, value))
                .orElseThrow();
    }

    private static RowReader reader(MessageFormat format, String... naturalKey) {
        return RowReader.of(format, TYPES, List.of(naturalKey));
    }
}
