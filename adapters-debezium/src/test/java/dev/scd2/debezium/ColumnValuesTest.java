package dev.scd2.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates, times and decimals, as numbers and as text, with a schema that names them and without. */
class ColumnValuesTest {
    @Test
    void numbersAreTimesInTheUnitThatIsSaidAndLocalInTheZoneThatIsSaid() throws NotAChange {
        ValueFormat debezium = ValueFormat.debezium();
        Instant at = Instant.parse("2026-07-01T12:00:00Z");
        assertThat(image(debezium, "{\"created\":1782907200000000}")).containsEntry("created", at);
        assertThat(image(debezium.timesIn(ChronoUnit.MILLIS), "{\"created\":1782907200000}"))
                .containsEntry("created", at);
        assertThat(image(debezium.timesIn(ChronoUnit.NANOS), "{\"created\":1782907200000000000}"))
                .containsEntry("created", at);
        ValueFormat berlin = debezium.localTimesIn(ZoneId.of("Europe/Berlin"));
        assertThat(image(berlin, "{\"created\":1782907200000000,\"seen\":\"2026-07-01T12:00:00Z\"}"))
                .containsEntry("created", at.minusSeconds(7_200))
                .containsEntry("seen", at);
        assertThat(image(berlin, "{\"created\":\"2026-07-01T12:00:00\"}"))
                .containsEntry("created", at.minusSeconds(7_200));
        assertThat(image(ValueFormat.plain(), "{\"created\":1782907200000,\"born\":10}"))
                .containsEntry("created", 1_782_907_200_000L)
                .containsEntry("born", 10L);
        ValueFormat keyed = ValueFormat.plain().timesIn(ChronoUnit.SECONDS).localTimesIn(ZoneId.of("Asia/Tokyo"));
        assertThat(image(keyed, "{\"created\":1782907200,\"born\":10}"))
                .containsEntry("created", at)
                .containsEntry("born", LocalDate.of(1970, 1, 11));
        assertThatThrownBy(() -> debezium.timesIn(ChronoUnit.DAYS)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "io.debezium.time.Date | 3682 | DATE",
                "io.debezium.time.IsoDate | \"1980-01-31Z\" | DATE",
                "org.apache.kafka.connect.data.Date | 3682 | DATE",
                "io.debezium.time.Timestamp | 1782907200123 | TIMESTAMP",
                "io.debezium.time.MicroTimestamp | 1782907200123000 | TIMESTAMP",
                "io.debezium.time.NanoTimestamp | 1782907200123000999 | TIMESTAMP",
                "org.apache.kafka.connect.data.Timestamp | 1782907200123 | TIMESTAMP",
                "io.debezium.time.IsoTimestamp | \"2026-07-01T12:00:00.123Z\" | TIMESTAMP",
                "io.debezium.time.ZonedTimestamp | \"2026-07-01T14:00:00.123+02:00\" | TIMESTAMP",
                "io.debezium.time.Time | 34200000 | TEXT",
                "io.debezium.time.MicroTime | 34200000000 | TEXT",
                "io.debezium.time.NanoTime | 34200000000000 | TEXT",
                "org.apache.kafka.connect.data.Decimal | \"MDk=\" | DECIMAL",
            })
    void schemaSaysHowAValueIsWritten(String schema, String json, ColumnType.Kind kind) throws NotAChange {
        Map<ColumnType.Kind, Object> expected = Map.of(
                ColumnType.Kind.DATE,
                LocalDate.of(1980, 1, 31),
                ColumnType.Kind.TIMESTAMP,
                Instant.parse("2026-07-01T12:00:00.123Z"),
                ColumnType.Kind.TEXT,
                "09:30",
                ColumnType.Kind.DECIMAL,
                new BigDecimal("1.2345"));
        Map<ColumnType.Kind, Object> undeclared = Map.of(
                ColumnType.Kind.DATE, LocalDate.of(1980, 1, 31),
                ColumnType.Kind.TIMESTAMP, LocalDateTime.parse("2026-07-01T12:00:00.123"),
                ColumnType.Kind.TEXT, LocalTime.of(9, 30),
                ColumnType.Kind.DECIMAL, new BigDecimal("1.2345"));
        ColumnType type = kind == ColumnType.Kind.DECIMAL ? ColumnType.decimal(9, 4) : new ColumnType(kind, 0, 0);
        String field = "{\"field\":\"x\",\"name\":\"" + schema + "\",\"parameters\":{\"scale\":\"4\"}}";
        ColumnValues values = new ColumnValues(ValueFormat.plain());
        JsonMessage value = JsonMessage.parse(json);
        JsonMessage named = JsonMessage.parse(field);
        assertThat(values.value(value.payload(), type, named.payload())).isEqualTo(expected.get(kind));
        Object plain = values.value(value.payload(), null, named.payload());
        if (plain instanceof LocalDateTime time) {
            plain = time.truncatedTo(ChronoUnit.MILLIS);
        }
        assertThat(plain).isIn(undeclared.get(kind), expected.get(kind));
    }

    private static Map<String, @Nullable Object> image(ValueFormat format, String json) throws NotAChange {
        Map<String, ColumnType> types = Map.of(
                "created", ColumnType.TIMESTAMP,
                "seen", ColumnType.TIMESTAMP,
                "born", ColumnType.DATE);
        return new RowImages(format, types).row(JsonMessage.parse(json).payload(), null);
    }
}
