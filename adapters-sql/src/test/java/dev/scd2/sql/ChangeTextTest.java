package dev.scd2.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeTextTest {
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T2 = Instant.parse("2026-02-01T00:00:00.123456789Z");

    @Test
    void everyKindComesBackWithoutItsPosition() {
        Map<String, Object> fields = Map.of("id", "M1", "plan", "gold");
        Position position = new Position("topic", 3, 7);
        Sequence sequence = Sequence.of(1, -2, Long.MAX_VALUE);
        List<Change> changes = List.of(
                new Observation(fields, T1, sequence, position, T2),
                new Patch(fields, T1, sequence, position, T2),
                new Delete(fields, T1, sequence, position, T2),
                new Truncate(T1, sequence, position, T2),
                new Correction(fields, T1, T2, Correction.Existence.SAID, sequence, position, T2),
                new Correction(fields, T1, null, Correction.Existence.UNSAID, sequence, position, null),
                new Correction(fields, null, T2, Correction.Existence.ABSENT, null, position, T2),
                new Span("period \"1\"", fields, T1, T2, false, sequence, position, T2),
                new Span("", fields, null, null, true, sequence, position, null),
                new Erasure(fields, sequence, position, T2));
        for (Change change : changes) {
            String text = ChangeText.of(change);
            assertThat(ChangeText.parse(text)).isEqualTo(change.withPosition(null));
            assertThat(ChangeText.parse(text).withPosition(position)).isEqualTo(change);
            assertThat(text).doesNotContain("\n");
        }
    }

    @Test
    void whatIsMissingStaysMissing() {
        for (Change change : List.of(
                new Observation(Map.of(), null, null, null),
                new Patch(Map.of(), null, null, null),
                new Delete(Map.of(), null, null, null),
                new Truncate(null, null, null, null),
                new Correction(Map.of(), null, null, Correction.Existence.SAID, null, null, null),
                new Span("1", Map.of(), null, null, false, null, null),
                new Erasure(Map.of(), null, null, null))) {
            assertThat(ChangeText.parse(ChangeText.of(change))).isEqualTo(change);
        }
    }

    @Test
    void instantsOutsideAHistoryComeBack() {
        for (Instant at : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH.minusNanos(1))) {
            Change change = new Observation(Map.of(), at, null, null);
            assertThat(ChangeText.parse(ChangeText.of(change))).isEqualTo(change);
        }
    }

    @Test
    void valuesComeBackWithTheirClass() {
        List<Object> values = new ArrayList<>(List.of(
                "",
                "a\u0000b\t\r\n\"\\/ é😀\u2028\uFFFF",
                "{\"decimal\":\"1\"}",
                (byte) -1,
                Short.MIN_VALUE,
                7,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("1.500"),
                new BigDecimal("-1E+40"),
                new BigDecimal("0E-9"),
                Float.MIN_VALUE,
                Float.NaN,
                -0.0d,
                Double.NEGATIVE_INFINITY,
                Double.NaN,
                Double.MIN_VALUE,
                true,
                false));
        values.addAll(List.of(
                'x',
                '\u0000',
                '\uD83D',
                UUID.fromString("00000000-0000-0000-0000-00000000000f"),
                Instant.MIN,
                LocalDate.MIN,
                LocalDate.MAX,
                LocalTime.of(1, 2, 3, 4),
                LocalDateTime.of(1, 1, 1, 0, 0),
                OffsetTime.parse("10:00+01:00"),
                OffsetDateTime.parse("2026-10-25T02:30:00.000000001+01:00"),
                ZonedDateTime.ofLocal(
                        LocalDateTime.of(2026, 10, 25, 2, 30),
                        ZoneId.of("Europe/Paris"),
                        java.time.ZoneOffset.ofHours(1)),
                Duration.ofNanos(-1),
                Period.ofMonths(14),
                Year.of(5),
                YearMonth.of(2026, 2),
                Bytes.of(new byte[] {0, -1, 92}),
                Bytes.of(new byte[0]),
                java.sql.Date.valueOf("2026-01-01"),
                java.sql.Time.valueOf("10:11:12")));
        values.add(java.sql.Timestamp.valueOf("2026-01-01 00:00:00.123456789"));
        values.add(null);
        values.add(List.of());
        values.add(Arrays.asList(1, null, List.of("x", 2L)));
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("", null);
        nested.put("list", List.of(Map.of("a", new BigDecimal("1.0"))));
        values.add(nested);
        for (Object value : values) {
            assertThat(FieldText.read(ValueText.parse(ValueText.of(FieldText.of(value)))))
                    .isEqualTo(value);
        }
    }

    @Test
    void namesOfFieldsComeBackInTheirOrder() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : List.of("z", "", "a b", "\u0000", "\"", "kind", "é😀")) {
            fields.put(name, name.length());
        }
        Change change = new Patch(fields, T1, null, null);
        assertThat(ChangeText.parse(ChangeText.of(change)).fields().entrySet())
                .containsExactlyElementsOf(fields.entrySet());
    }

    @Test
    void loneSurrogatesSurviveAnyEncoding() {
        Map<String, Object> fields = Map.of("a", "\uDE00\uD83D", "b\uD83D", "x\uD83D\uDE00\uD83D");
        String text = ChangeText.of(new Patch(fields, null, null, null));
        String stored = new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(ChangeText.parse(stored).fields()).isEqualTo(fields);
        assertThat(text).contains("😀").doesNotContain("\u0000");
    }

    @Test
    void whatEveryColumnTakesForTheSameComesBackAsOneClass() {
        byte[] bytes = {1, 2};
        assertThat(roundTrip(bytes)).isEqualTo(Bytes.of(bytes));
        assertThat(roundTrip(ByteBuffer.wrap(bytes))).isEqualTo(Bytes.of(bytes));
        assertThat(roundTrip(new StringBuilder("text"))).isEqualTo("text");
        assertThat(roundTrip(DayOfWeek.MONDAY)).isEqualTo("MONDAY");
    }

    @Test
    void valueOfAnotherClassComesBackAsOneThatNoColumnTakes() {
        Object other = roundTrip(new StringBuffer("x").chars().boxed().iterator());
        assertThat(roundTrip(other)).isEqualTo(other);
        assertThatThrownBy(() -> ColumnType.TEXT.coerce(other)).isInstanceOf(IllegalArgumentException.class);
        assertThat(roundTrip(Map.of(1, 2)).toString()).isEqualTo("{1=2}");
    }

    private static Object roundTrip(Object value) {
        return FieldText.read(ValueText.parse(ValueText.of(FieldText.of(value))));
    }
}
