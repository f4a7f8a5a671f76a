package dev.scd2.snowflake.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to go wrong, for tests of what a program does then. None is on unless it was asked for, and each happens once.
 *
 * <pre>{@code
 * snowflake.faults().on("merge into").cutsAfter(); // the MERGE is done, its answer never arrives
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Faults {
    private final List<Fault> planned = new ArrayList<>();

    Faults() {}

    enum What {
        FAILS,
        CUT_BEFORE,
        CUT_AFTER,
        GONE_BEFORE,
        GONE_AFTER,
        WAITS,
        EXPIRES,
        ENDS,
        LOSES_FILE,
        LOADS_ONLY
    }

    /** A fault as it was planned; {@code amount} is of milliseconds or of rows. */
    record Fault(String part, int skip, What what, @Nullable SnowflakeError error, long amount) {}

    /**
     * Begins to plan a fault for the next statement that has {@code part} in it, in upper or lower case; an empty part is in
     * every statement.
     */
    public When on(String part) {
        return new When(part.toLowerCase(Locale.ROOT), 0);
    }

    /** Forgets what was planned and has not happened yet. */
    public synchronized void clear() {
        planned.clear();
    }

    /** Returns how many faults are planned that have not happened yet. */
    public synchronized int pending() {
        return planned.size();
    }

    private synchronized void plan(Fault fault) {
        planned.add(fault);
    }

    /** Returns the fault that this statement meets, which is then no longer planned. */
    synchronized @Nullable Fault next(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        @Nullable Fault met = null;
        for (int i = 0; i < planned.size(); i++) {
            Fault fault = planned.get(i);
            if (!lower.contains(fault.part())) {
                continue;
            }
            if (fault.skip() > 0) {
                planned.set(i, new Fault(fault.part(), fault.skip() - 1, fault.what(), fault.error(), fault.amount()));
            } else if (met == null) {
                met = fault;
            }
        }
        if (met != null) {
            planned.remove(met);
        }
        return met;
    }

    /** The statement that is to meet a fault. */
    public final class When {
        private final String part;
        private final int skip;

        private When(String part, int skip) {
            this.part = part;
            this.skip = skip;
        }

        /** Lets {@code count} such statements pass first. */
        public When after(int count) {
            return new When(part, count);
        }

        private void plan(What what, @Nullable SnowflakeError error, long amount) {
            Faults.this.plan(new Fault(part, skip, what, error, amount));
        }

        /** Answers it with an error, without running it. */
        public void fails(String code, String sqlState, String message) {
            plan(What.FAILS, new SnowflakeError(code, sqlState, Objects.requireNonNull(message)), 0);
        }

        /** Closes the connection before the statement is run. The driver sends it again, and then it is answered. */
        public void cutsBefore() {
            plan(What.CUT_BEFORE, null, 0);
        }

        /** Closes the connection after the statement was run. The driver sends it again, and gets the answer of the first run. */
        public void cutsAfter() {
            plan(What.CUT_AFTER, null, 0);
        }

        /** Closes the connection before the statement is run, and every time the driver sends it again. */
        public void isGoneBefore() {
            plan(What.GONE_BEFORE, null, 0);
        }

        /** Closes the connection after the statement was run, and every time the driver sends it again: outcome unknown. */
        public void isGoneAfter() {
            plan(What.GONE_AFTER, null, 0);
        }

        /** Answers it only after a while. */
        public void waits(Duration time) {
            plan(What.WAITS, null, time.toMillis());
        }

        /** Says that the token of the session has expired (390112). The driver gets a new one and sends the statement again. */
        public void expiresToken() {
            plan(What.EXPIRES, null, 0);
        }

        /** Ends the session, whose transaction is rolled back (390111). */
        public void endsSession() {
            plan(What.ENDS, null, 0);
        }

        /** For a PUT: lets the driver copy the files to where nobody looks. */
        public void losesFile() {
            plan(What.LOSES_FILE, null, 0);
        }

        /** For a COPY INTO a table: loads so many rows of each file at most, and tells that these were all. */
        public void loadsOnly(long rows) {
            plan(What.LOADS_ONLY, null, rows);
        }
    }
}
