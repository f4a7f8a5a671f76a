package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.DimensionStore;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values come back as they went in. */
abstract class ValueRules extends StoreRules {
    static final Dimension TYPES = Dimension.named("types")
            .key("id", ColumnType.LONG)
            .track("a_text", ColumnType.TEXT)
            .track("a_long", ColumnType.LONG)
            .track("a_decimal", ColumnType.decimal(38, 10))
            .track("a_double", ColumnType.DOUBLE)
            .track("a_boolean", ColumnType.BOOLEAN)
            .track("a_date", ColumnType.DATE)
            .track("a_timestamp", ColumnType.TIMESTAMP)
            .track("some_bytes", ColumnType.BYTES)
            .build();

    private static final byte[] ALL_BYTES = new byte[256];

    static {
        IntStream.range(0, 256).forEach(i -> ALL_BYTES[i] = (byte) i);
    }

    private static final List<Row> EXTREMES = List.of(
            row("", Long.MIN_VALUE, "-9999999999999999999999999999.9999999999", -Double.MAX_VALUE, false),
            row(" a\tb\r\n\"c\",'d'\\N \\ ; | \u0001 ", Long.MAX_VALUE, "0.0000000001", Double.MIN_VALUE, true),
            row("\uD83D\uDE00 é e\u0301 \uFFFD ", 0L, "0", 0.0, false),
            row("NULL", -1L, "1.5", Double.NaN, true),
            row("\\N", 1L, "1234567890123456789012345678.0123456789", Double.POSITIVE_INFINITY, true),
            row("x".repeat(100_000), 9_007_199_254_740_993L, "-0.5", 0.1 + 0.2, true),
            times(LocalDate.of(1, 1, 1), Instants.MIN, Bytes.of(new byte[0])),
            times(LocalDate.of(9999, 12, 31), Instants.ofMicros(Instants.toMicros(JAN) - 1), Bytes.of(ALL_BYTES)),
            times(LocalDate.of(1582, 10, 10), Instants.MAX.minusNanos(1_000), Bytes.of(new byte[] {0})),
            times(LocalDate.of(1969, 12, 31), Instant.parse("1969-12-31T23:59:59.999999Z"), Bytes.of(new byte[] {'\\'
            })),
            times(LocalDate.of(1900, 1, 1), Instant.parse("1883-11-18T12:03:57.000001Z"), Bytes.of(new byte[] {-1})));

    ValueRules(StoreKit kit) {
        super(kit);
    }

    private static Row row(String text, long number, String decimal, double fraction, boolean truth) {
        return Row.of(
                text,
                number,
                TYPES.attributes().get(2).type().coerce(new BigDecimal(decimal)),
                fraction,
                truth,
                null,
                null,
                null);
    }

    private static Row times(LocalDate date, Instant instant, Bytes bytes) {
        return Row.of(null, null, null, null, null, date, instant, bytes);
    }

    @LookAt("the column type that the message names: its mapping, its bulk format, its escapes.")
    @Test
    void store1_everyTypeComesBackExactlyFromAVersion() {
        DimensionStore store = create(TYPES);
        PlanDraft plan = plan();
        for (int i = 0; i < EXTREMES.size(); i++) {
            plan.insert(Key.of((long) i), Version.of(Interval.startingAt(JAN), EXTREMES.get(i)));
        }
        plan.commitTo(store);

        for (int i = 0; i < EXTREMES.size(); i++) {
            assertSameCells(onlyVersion(store, Key.of((long) i)).version().row(), EXTREMES.get(i));
        }
    }

    @LookAt("the encoding of evidence: it must be exact for every type.")
    @Test
    void store2_everyTypeComesBackExactlyFromEvidence() {
        DimensionStore store = create(TYPES);
        PlanDraft plan = plan();
        for (int i = 0; i < EXTREMES.size(); i++) {
            plan.evidence(values(
                    Key.of((long) i), JAN, Sequence.of(1), EXTREMES.get(i).toArray()));
        }
        plan.commitTo(store);

        for (int i = 0; i < EXTREMES.size(); i++) {
            var evidence = store.history(Key.of((long) i)).evidence();
            assertThat(evidence).hasSize(1);
            assertSameCells(evidence.get(0).row(), EXTREMES.get(i));
        }
    }

    @LookAt("what stands for null in the bulk format: nothing else may be read as null.")
    @Test
    void store3_nullStaysNullAndEmptyTextStaysEmpty() {
        DimensionStore store = create(MEMBER);
        plan().insert(Key.of("M1"), version(JAN, null, null, "")).commitTo(store);

        Row row = onlyVersion(store, Key.of("M1")).version().row();
        assertThat(row.value(0)).isNull();
        assertThat(row.value(1)).isEqualTo("");
    }

    @LookAt("the precision and the zone of the period columns, and at the sentinel of an open end.")
    @Test
    void store4_periodsKeepMicrosecondsFromSinceEverToTheEndOfTime() {
        DimensionStore store = create(MEMBER);
        long last = Instants.toMicros(Instants.MAX.minusNanos(1_000));
        List<Interval> intervals = List.of(
                new Interval(Instants.toMicros(Instants.MIN), Instants.toMicros(Instants.MIN) + 1),
                new Interval(-1, 0),
                new Interval(0, 1),
                new Interval(Instants.toMicros(JAN) + 123_456, Instants.toMicros(FEB) + 999_999),
                new Interval(last - 1, last),
                new Interval(last, Interval.OPEN));
        PlanDraft plan = plan();
        intervals.forEach(interval -> plan.insert(Key.of("M1"), Version.of(interval, Row.of("A", "west"))));
        plan.insert(
                Key.of("M2"),
                Version.of(new Interval(Instants.toMicros(Instants.MIN), Interval.OPEN), Row.of("A", "west")));
        plan.commitTo(store);

        assertThat(versions(store, Key.of("M1"))).extracting(Version::interval).containsExactlyElementsOf(intervals);
        Interval ever = onlyVersion(store, Key.of("M2")).version().interval();
        assertThat(ever.isOpen()).isTrue();
        assertThat(ever.start()).isEqualTo(Instants.MIN);
    }

    @LookAt("identifiers: each must be quoted, and a quote in it doubled.")
    @Test
    void store5_namesNeedNoCare() {
        Dimension odd = Dimension.named("Order \"By\"")
                .key("select", ColumnType.TEXT)
                .track("Mixed Case", ColumnType.TEXT)
                .track("say \"hi\"", ColumnType.LONG)
                .track("ünïcode'; --", ColumnType.TEXT)
                .build();
        DimensionStore store = create(odd);
        Version version = version(JAN, null, "a", 1L, "b");
        plan().insert(Key.of("k"), version)
                .evidence(values(Key.of("k"), JAN, Sequence.of(1), "a", 1L, "b"))
                .commitTo(store);

        assertThat(versions(store, Key.of("k"))).containsExactly(version);
        assertThat(store.history(Key.of("k")).evidence()).hasSize(1);
    }

    @LookAt("the types of key columns and at how keys are matched when they are read again.")
    @Test
    void store6_everyTypeCanBePartOfTheKey() {
        Dimension keyed = Dimension.named("keyed")
                .key("a_text", ColumnType.TEXT)
                .key("a_long", ColumnType.LONG)
                .key("a_decimal", ColumnType.decimal(20, 3))
                .key("a_double", ColumnType.DOUBLE)
                .key("a_boolean", ColumnType.BOOLEAN)
                .key("a_date", ColumnType.DATE)
                .key("a_timestamp", ColumnType.TIMESTAMP)
                .key("some_bytes", ColumnType.BYTES)
                .track("plan", ColumnType.TEXT)
                .build();
        DimensionStore store = create(keyed);
        Instant instant = Instant.parse("2026-01-01T00:00:00.000001Z");
        List<Key> keys = new ArrayList<>();
        for (Bytes bytes : List.of(Bytes.of(new byte[] {0}), Bytes.of(new byte[] {-128}))) {
            keys.add(Key.of(
                    "k",
                    Long.MIN_VALUE,
                    new BigDecimal(BigInteger.valueOf(1_500), 3),
                    -0.5,
                    true,
                    LocalDate.of(2026, 1, 1),
                    instant,
                    bytes));
        }
        PlanDraft plan = plan();
        keys.forEach(key -> plan.insert(key, version(JAN, null, "A")));
        keys.forEach(key -> plan.evidence(values(key, JAN, Sequence.of(1), "A")));
        plan.commitTo(store);

        assertThat(keys(store)).containsExactlyElementsOf(keys);
        keys.forEach(key -> assertThat(versions(store, key)).containsExactly(version(JAN, null, "A")));
    }

    private static void assertSameCells(Row actual, Row expected) {
        for (int i = 0; i < expected.width(); i++) {
            String column = TYPES.attributes().get(i).name();
            assertThat(actual.isSaid(i)).as("%s is said", column).isTrue();
            assertThat(actual.value(i))
                    .as("%s of %s", column, Arrays.toString(expected.toArray()).substring(0, 8))
                    .isEqualTo(expected.value(i));
        }
    }
}
