package dev.scd2.sql.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.fact.DateAnchor;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DaysTest {
    @Test
    void aZoneThatChangesItsClocksByDayHasNoOddDays() {
        assertThat(Days.oddDays(ZoneId.of("America/Chicago"))).isEmpty();
        assertThat(Days.oddDays(ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void aMidnightThatComesTwiceIsWrittenOut() {
        assertThat(Days.oddDays(ZoneId.of("America/Havana"))).contains(LocalDate.of(2024, 11, 3));
        assertThat(anchored(DateAnchor.startOfDay(ZoneId.of("America/Havana"))))
                .startsWith("CASE d WHEN DATE '")
                .contains(" WHEN DATE '2024-11-03' THEN TIMESTAMP WITH TIME ZONE '2024-11-03 04:00:00+00'");
    }

    @Test
    void aDayThatBeginsWithinASkippedHourIsWrittenOut() {
        assertThat(Days.oddDays(ZoneId.of("America/Toronto"))).contains(LocalDate.of(1919, 3, 31));
    }

    @Test
    void aDayThatBeginsWhereAnHourIsSkippedIsTheDatabasesOwn() {
        assertThat(Days.oddDays(ZoneId.of("Asia/Beirut"))).doesNotContain(LocalDate.of(2024, 3, 31));
    }

    @Test
    void aFixedOffsetIsCountedFromUtc() {
        assertThat(anchored(DateAnchor.startOfDay(ZoneId.of("+02:00"))))
                .isEqualTo("((CAST(d AS TIMESTAMP) AT TIME ZONE 'UTC') - INTERVAL '7200000000 microseconds')");
        assertThat(anchored(DateAnchor.endOfDay(ZoneOffset.UTC)))
                .isEqualTo("((CAST((d + 1) AS TIMESTAMP) AT TIME ZONE 'UTC') - INTERVAL '1 microseconds')");
    }

    private static String anchored(DateAnchor anchor) {
        return new Days(JoinDialect.POSTGRES, anchor).instant("d");
    }
}
