package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Rule 2: at an instant, for existence and for each column by itself, the correction of the greatest rank that covers it
 * and speaks holds, against all of the base but changes within its period that have a greater sequence. Immutable.
 */
final class CorrectedLaw {
    /** Stands for existence where a cell is asked for. */
    static final int EXISTENCE = -1;

    private final Dimension dimension;
    private final Comparator<Evidence> rank;
    private final List<Evidence> corrections;

    CorrectedLaw(Dimension dimension, Comparator<Evidence> rank, List<Evidence> corrections) {
        this.dimension = dimension;
        this.rank = rank;
        this.corrections = corrections;
    }

    /** What corrections correct. Asked forward in time. */
    interface Base {
        /** Shows every instant at which something begins or ends. */
        void boundaries(LongConsumer visitor);

        /** Goes to an instant. */
        void moveTo(long t);

        /**
         * Returns what decides a cell, or {@link #EXISTENCE}, if anything does.
         *
         * @param correction if there is one, only a change holds that begins with it or later and has a greater sequence
         */
        @Nullable
        Evidence decides(int cell, @Nullable Evidence correction);
    }

    /** What is true at an instant. */
    record State(boolean exists, Row row) {}

    /** Notes the state at every instant at which something begins or ends. */
    void walk(Base base, StateLine line) {
        List<Evidence> byStart = new ArrayList<>(corrections);
        byStart.sort(Comparator.comparingLong(Evidence::validFrom));
        TreeSet<Evidence> inForce = new TreeSet<>(rank.reversed());
        int next = 0;
        for (long t : boundaries(base)) {
            while (next < byStart.size() && byStart.get(next).validFrom() <= t) {
                inForce.add(byStart.get(next++));
            }
            inForce.removeIf(correction -> correction.validTo() <= t);
            base.moveTo(t);
            State state = state(base, inForce);
            line.note(t, state.exists(), state.row());
        }
    }

    private long[] boundaries(Base base) {
        LongStream.Builder instants = LongStream.builder();
        base.boundaries(instants);
        for (Evidence correction : corrections) {
            instants.add(correction.validFrom());
            if (correction.validTo() != Interval.OPEN) {
                instants.add(correction.validTo());
            }
        }
        return instants.build().sorted().distinct().toArray();
    }

    /** Returns what is true at {@code t}. */
    State at(long t, Base base) {
        TreeSet<Evidence> inForce = new TreeSet<>(rank.reversed());
        for (Evidence correction : corrections) {
            if (correction.validFrom() <= t && t < correction.validTo()) {
                inForce.add(correction);
            }
        }
        base.moveTo(t);
        return state(base, inForce);
    }

    private State state(Base base, SortedSet<Evidence> inForce) {
        boolean exists = exists(decider(base, EXISTENCE, inForce));
        @Nullable Object[] cells = new Object[dimension.attributes().size()];
        if (exists) {
            Arrays.setAll(cells, cell -> value(decider(base, cell, inForce), cell));
        }
        return new State(exists, Row.owning(cells));
    }

    private static @Nullable Evidence decider(Base base, int cell, SortedSet<Evidence> inForce) {
        for (Evidence correction : inForce) {
            if (speaks(correction, cell)) {
                Evidence later = base.decides(cell, correction);
                return later == null ? correction : later;
            }
        }
        return base.decides(cell, null);
    }

    /** An absence speaks of everything; an update does not speak of existence. */
    private static boolean speaks(Evidence correction, int cell) {
        return switch (correction.kind()) {
            case ABSENCE -> true;
            case PUT -> cell == EXISTENCE || correction.row().isSaid(cell);
            default -> cell != EXISTENCE && correction.row().isSaid(cell);
        };
    }

    private static boolean exists(@Nullable Evidence decider) {
        return decider != null && !decider.isAbsence();
    }

    private static @Nullable Object value(@Nullable Evidence decider, int cell) {
        return decider == null || decider.isAbsence() ? null : decider.row().cell(cell);
    }
}
