package dev.scd2.examples.healthcare.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** The event groups of a simulated day, in their order; the rows that one changes on a day are one transaction. */
enum Group {
    PLANS(1),
    PROVIDERS(2),
    MEMBERS(3),
    COVERAGE(5),
    INTAKE(8),
    ADJUDICATION(11),
    PAYMENT(15),
    ADJUSTMENT(17),
    PURGE(22);

    private final int hour;

    Group(int hour) {
        this.hour = hour;
    }

    Instant at(LocalDate day) {
        return day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
