package dev.scd2.engine.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.fact.DateAnchor;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
    private static final long SEED = 45;
    private static final DateAnchor UTC = DateAnchor.startOfDay(ZoneOffset.UTC);
    private static final YearMonth JAN = YearMonth.of(2024, 1);

    @Test
    void aMonthIsCountedByAnyDayByItsMiddleAndByItsDays() {
        Periods covered = days("2024-01-20", "2024-02-14");
        assertThat(covered.memberMonths(JAN, YearMonth.of(2024, 12), UTC))
                .containsExactly(new MemberMonth(JAN, 12, false), new MemberMonth(JAN.plusMonths(1), 14, false));
        assertThat(days("2024-02-15", "2024-02-15").memberMonths(JAN, JAN.plusMonths(1), UTC))
                .containsExactly(new MemberMonth(JAN.plusMonths(1), 1, true));
        assertThat(new MemberMonth(JAN.plusMonths(1), 29, true).proRated()).isEqualTo(1.0);
    }

    @Test
    void aGapOfExactlyTheAllowedDaysIsBridgedAndOneDayMoreIsNot() {
        Periods covered = days("2024-01-01", "2024-01-31").union(days("2024-03-16", "2024-12-31"));
        assertThat(covered.islands(45, UTC)).isEqualTo(days("2024-01-01", "2024-12-31"));
        assertThat(covered.islands(44, UTC)).isEqualTo(covered.islands(45, UTC)).isNotEqualTo(covered.islands(43, UTC));
        assertThat(covered.islands(43, UTC).intervals()).hasSize(2);
    }

    @Test
    void piecesAreCutWhereTheUnitsBegin() {
        Interval window =
                Interval.ofClosed(LocalDate.parse("2023-01-01"), LocalDate.parse("2025-12-31"), ZoneOffset.UTC);
        Pieces<String> held = Pieces.of(days("2024-11-20", "2025-01-05"), "gold");
        assertThat(held.split(CalendarUnit.MONTH, ZoneOffset.UTC, window))
                .hasToString("[2024-11-20T00:00:00Z/2024-12-01T00:00:00Z, 2024-12-01T00:00:00Z/2025-01-01T00:00:00Z,"
                        + " 2025-01-01T00:00:00Z/2025-01-06T00:00:00Z]");
        assertThat(held.split(CalendarUnit.YEAR, ZoneOffset.UTC, window).pieces())
                .hasSize(2);
        assertThat(held.split(CalendarUnit.QUARTER, ZoneOffset.UTC, window).pieces())
                .hasSize(2);
        assertThat(held.split(CalendarUnit.WEEK, ZoneOffset.UTC, window).pieces())
                .hasSize(7);
        assertThat(held.split(CalendarUnit.DAY, ZoneOffset.UTC, window).pieces())
                .hasSize(47);
        assertThatThrownBy(() -> held.split(CalendarUnit.DAY, ZoneOffset.UTC, Interval.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Give it an end");
    }

    @Test
    void aDayIsAsLongAsItsZoneMakesIt() {
        ZoneId chicago = ZoneId.of("America/Chicago");
        Interval march = Interval.ofClosed(LocalDate.parse("2024-03-09"), LocalDate.parse("2024-03-11"), chicago);
        List<Interval> days = Periods.of(march).split(CalendarUnit.DAY, chicago, march);
        assertThat(days)
                .extracting(day -> (day.endMicros() - day.startMicros()) / 3_600_000_000L)
                .containsExactly(24L, 23L, 24L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "America/Chicago", "America/Havana", "America/Sao_Paulo", "Asia/Kolkata"})
    void memberMonthsSplitsAndIslandsAreWhatALoopOverTheDaysFinds(String name) {
        ZoneId zone = ZoneId.of(name);
        SplittableRandom random = new SplittableRandom(SEED);
        LocalDate first = LocalDate.of(2017, 1, 1);
        for (int run = 0; run < 200; run++) {
            DateAnchor anchor = run % 2 == 0 ? DateAnchor.startOfDay(zone) : DateAnchor.endOfDay(zone);
            List<Interval> spans = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                long start = first.atStartOfDay(zone).toEpochSecond() + random.nextInt(2 * 365 * 24) * 3_600L;
                long end = random.nextInt(9) == 0
                        ? Long.MAX_VALUE
                        : (start + (1 + random.nextInt(4_000)) * 3_600L) * 1_000_000L;
                spans.add(new Interval(start * 1_000_000L, end));
            }
            Periods covered = Periods.of(spans);
            YearMonth last = YearMonth.of(2019, 6);
            assertThat(covered.memberMonths(YearMonth.from(first), last, anchor))
                    .as("seed %s, run %s", SEED, run)
                    .isEqualTo(counted(covered, YearMonth.from(first), last, anchor));
            int gap = random.nextInt(60);
            for (Interval missing :
                    covered.islands(gap, anchor).subtract(covered).intervals()) {
                assertThat(anchors(missing, anchor)).isLessThanOrEqualTo(gap);
            }
            for (Interval missing : covered.islands(gap, anchor).gaps().intervals()) {
                assertThat(anchors(missing, anchor)).isGreaterThan(gap);
            }
            Interval window = Interval.ofClosed(first, LocalDate.of(2019, 6, 30), zone);
            for (CalendarUnit unit : CalendarUnit.values()) {
                Pieces<String> parts = Pieces.of(covered, "").split(unit, zone, window);
                parts.requirePartition(covered.clip(window));
                for (Piece<String> part : parts.pieces()) {
                    assertThat(unit.firstDay(part.interval().startMicros(), zone))
                            .isEqualTo(unit.firstDay(part.interval().endMicros() - 1, zone));
                }
            }
        }
    }

    private static List<MemberMonth> counted(Periods covered, YearMonth first, YearMonth last, DateAnchor anchor) {
        List<MemberMonth> months = new ArrayList<>();
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            int days = 0;
            boolean middle = false;
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                Instant at = Instants.ofMicros(anchor.toMicros(month.atDay(day)));
                if (covered.contains(at)) {
                    days++;
                    middle |= day == 15;
                }
            }
            if (days > 0) {
                months.add(new MemberMonth(month, days, middle));
            }
        }
        return months;
    }

    private static int anchors(Interval interval, DateAnchor anchor) {
        int count = 0;
        LocalDate day = LocalDate.ofInstant(interval.start(), ZoneOffset.UTC).minusDays(2);
        while (anchor.toMicros(day) < interval.endMicros()) {
            count += anchor.toMicros(day) >= interval.startMicros() ? 1 : 0;
            day = day.plusDays(1);
        }
        return count;
    }

    private static Periods days(String first, String last) {
        return Periods.of(Interval.ofClosed(LocalDate.parse(first), LocalDate.parse(last), ZoneOffset.UTC));
    }
}
