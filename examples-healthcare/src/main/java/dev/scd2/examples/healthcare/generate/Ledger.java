package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.Row;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Hears, in order, what became true from when and was recorded when. Confined to one thread. */
interface Ledger {
    /** A ledger that nobody reads. */
    Ledger NONE = new Ledger() {
        @Override
        public void said(Stamp stamp, Row row, String column, @Nullable Object value, LocalDate validFrom) {}

        @Override
        public void gone(Stamp stamp, Row row, LocalDate validFrom) {}

        @Override
        public void covered(Stamp stamp, Row enrollment) {}

        @Override
        public void claimed(Stamp stamp, Row claim) {}

        @Override
        public void claimGone(Stamp stamp, Row claim) {}

        @Override
        public void anomaly(String kind, String entity, String key, LocalDate day) {}
    };

    /** When it was recorded, and its place among all row changes of the run. */
    record Stamp(Instant recordedAt, long order) {}

    void said(Stamp stamp, Row row, String column, @Nullable Object value, LocalDate validFrom);

    void gone(Stamp stamp, Row row, LocalDate validFrom);

    void covered(Stamp stamp, Row enrollment);

    void claimed(Stamp stamp, Row claim);

    void claimGone(Stamp stamp, Row claim);

    void anomaly(String kind, String entity, String key, LocalDate day);
}
