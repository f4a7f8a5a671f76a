package dev.scd2.engine.join;

import dev.scd2.fact.JoinRule;
import dev.scd2.fact.Outcome;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Versions, made ready to be met by facts: an as-of join in memory, of columns with columns.
 *
 * <pre>{@code
 * VersionIndex index = VersionIndex.of(LongKeys.of(memberIds), validFrom, validTo);
 * Matches met = Matches.of(claims);
 * index.join(LongKeys.of(claimMembers), serviceTimes, 0, claims, met);
 * met.version(0);     // the row of the version in force for the first claim, or Matches.NO_VERSION
 * met.outcome(0);     // MATCHED, GAP, BEFORE_FIRST, UNKNOWN_KEY, ...
 * }</pre>
 *
 * <p>A version is named by its ordinal: its row in the columns that the index was built of. What it says stays with the
 * caller. Times are epoch microseconds UTC.
 *
 * <p><b>Cost.</b> Building takes time linear in the versions where those of a key come in order. It holds 16 bytes for
 * each version and each gap, and for each key 16 bytes (a text of up to 15 bytes: 24) at a load of three quarters at most;
 * while it builds, 32 bytes (texts: 40) for each version more. A fact costs one probe of a hash table and a binary search
 * among the versions of its key, and allocates nothing. 512 facts are searched in lock-step, so that their waits for memory
 * overlap; where there are many of them and the index is larger than a cache, a million at a time are moved to where they
 * meet the same part of it, which takes room for them (21 bytes each; texts: 29) while the call lasts. So one call of many
 * facts is faster than many of few. {@code ./bench join} measures it.
 *
 * <p>{@link #join} may be called by many threads at once, each with facts of its own; {@link #replace} only while none
 * does.
 */
public final class VersionIndex {
    /** The time of a fact that has none. */
    public static final long NULL_TIME = Long.MIN_VALUE;

    /** The system time of a fact that asks for what is believed now. */
    public static final long LATEST = Long.MAX_VALUE;

    private final JoinRule rule;
    private final @Nullable VersionOrder order;
    private final Directory directory;
    private final @Nullable Beliefs beliefs;
    private Steps steps;
    private long replaced;

    private VersionIndex(Builder builder, Directory directory, Steps steps, @Nullable Beliefs beliefs) {
        this.rule = builder.rule;
        this.order = builder.order;
        this.directory = directory;
        this.steps = steps;
        this.beliefs = beliefs;
    }

    /**
     * Returns an index under {@link JoinRule#backward()} of versions that do not overlap.
     *
     * @param keys whose version each is; a row without a key is met by no fact
     * @param validFrom the first instant of each, inclusive
     * @param validTo the end of each, exclusive; {@link Interval#OPEN} where there is none
     * @throws IllegalArgumentException if the columns differ in length, or a version is empty
     */
    public static VersionIndex of(KeyColumn keys, long[] validFrom, long[] validTo) {
        return builder().build(keys, validFrom, validTo);
    }

    /** Returns a builder under {@link JoinRule#backward()}, without an order and without placeholders. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers facts {@code from}, inclusive, to {@code to}, exclusive.
     *
     * @param keys the keys of the facts, of the same kind as those of the versions
     * @param times when each fact was; {@link #NULL_TIME} where that is not known
     * @param into where the answers go, each to the place of its fact
     * @throws IllegalArgumentException if the keys are of another kind
     * @throws IndexOutOfBoundsException if there are no such facts, or no room for their answers
     */
    public void join(KeyColumn keys, long[] times, int from, int to, Matches into) {
        Objects.checkFromToIndex(from, to, Math.min(keys.size(), Math.min(times.length, into.size())));
        Lockstep.of(directory, steps, keys, to - from).answer(times, from, to, into.codes());
    }

    /** Returns what answers facts in {@code 2^bits} parts, {@code chunk} at once. */
    Lockstep lockstep(KeyColumn facts, int bits, int chunk) {
        return new Lockstep(directory, steps, facts, bits, chunk);
    }

    /**
     * Answers facts as known at system times of their own. Takes time logarithmic in the versions of each fact's key, those of
     * earlier beliefs included; under other rules than the plain one, linear in those believed at the time.
     *
     * @param knownAt as of which system time each fact asks; {@link #LATEST} for what is believed now
     * @throws IllegalStateException if the index was built without system times
     */
    public void join(KeyColumn keys, long[] times, long[] knownAt, int from, int to, Matches into) {
        if (beliefs == null) {
            throw new IllegalStateException("This index knows no system times. Build it with believed(...).");
        }
        join(keys, times, from, to, into);
        Beliefs.Asking asking = beliefs.asking();
        for (int fact = from; fact < to; fact++) {
            int code = into.codes()[fact];
            if (knownAt[fact] != LATEST && code != Codes.NULL_KEY && code != Codes.NULL_TIME) {
                into.codes()[fact] = asking.answer(keys, fact, times[fact], knownAt[fact]);
            }
        }
    }

    /**
     * Puts other versions in place of all those of one key, so that the index follows a history that changes. Takes time
     * linear in the versions of the key, and now and then in all of them.
     *
     * @param key a column whose row {@code row} is the key
     * @param validFrom the first instants of the versions, inclusive
     * @param validTo their ends, exclusive; {@link Interval#OPEN} where there is none
     * @param ordinals what names each from now on
     * @throws IllegalArgumentException if the arrays differ in length, a version is empty, or the key is of another kind
     * @throws IllegalStateException if the index was built with system times
     */
    public void replace(KeyColumn key, int row, long[] validFrom, long[] validTo, int[] ordinals) {
        if (beliefs != null) {
            throw new IllegalStateException("An index with system times does not follow changes. Build it anew.");
        }
        if (validFrom.length != ordinals.length || validTo.length != ordinals.length) {
            throw new IllegalArgumentException("There are " + ordinals.length + " ordinals, " + validFrom.length
                    + " starts and " + validTo.length + " ends. Give each version one of each.");
        }
        KeyVersions versions = new KeyVersions();
        for (int i = 0; i < ordinals.length; i++) {
            Builder.requirePeriod(validFrom[i], validTo[i]);
            versions.add(validFrom[i], validTo[i], ordinals[i]);
        }
        replaced += (int) directory.get(key, row);
        int base = steps.size();
        if (versions.size == 0) {
            steps.add(Steps.ALWAYS, Codes.UNKNOWN_KEY);
        } else {
            new StepCompiler(rule, order, steps).compile(versions);
        }
        directory.put(key, row, Steps.place(base, steps.size() - base));
        if (replaced > steps.size() / 2) {
            compact();
        }
    }

    /** Leaves out the steps that no key has any more, and rounds the others by what is left. */
    private void compact() {
        long[] slots = directory.slots();
        int stride = directory.stride();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = stride - 1; i < slots.length; i += stride) {
            int base = (int) (slots[i] >>> 32);
            for (int step = base; step < base + (int) slots[i]; step++) {
                if (steps.time(step) > Steps.SINCE_EVER) {
                    first = Math.min(first, steps.time(step));
                    last = Math.max(last, steps.time(step));
                }
            }
        }
        Steps kept = new Steps(first, last, (int) (steps.size() - replaced));
        for (int i = stride - 1; i < slots.length; i += stride) {
            int length = (int) slots[i];
            if (length > 0) {
                int base = (int) (slots[i] >>> 32);
                slots[i] = Steps.place(kept.size(), length);
                kept.copy(steps, base, length);
            }
        }
        steps = kept;
        replaced = 0;
    }

    /** Returns how many keys are known. */
    public int keys() {
        return directory.size();
    }

    /** Returns how many bytes the index holds, without what the versions say. */
    public long bytes() {
        return directory.bytes() + steps.bytes();
    }

    /** How an index is built. Confined to one thread. */
    public static final class Builder {
        private static final double LEAST_LOAD = 0.25;
        private static final double MOST_LOAD = 0.75;

        /** So many bytes of a slot may fall on each version. */
        private static final double SLOT_BYTES = 18;

        private static final int MOST_VERSIONS = 1 << 28;

        private JoinRule rule = JoinRule.backward();
        private @Nullable VersionOrder order;
        private @Nullable BitSet inferred;
        private long @Nullable [] systemFrom;
        private long @Nullable [] systemTo;
        private int threads = 1;

        private Builder() {}

        /** Sets which version a fact's time picks; {@link JoinRule#backward()} unless said. */
        public Builder rule(JoinRule which) {
            rule = which;
            return this;
        }

        /** Sets which version counts where a key has several; without it such a fact is {@link Outcome#AMBIGUOUS}. */
        public Builder order(VersionOrder which) {
            order = which;
            return this;
        }

        /** Sets which versions are placeholders: a fact that meets one is {@link Outcome#INFERRED}. */
        public Builder inferred(BitSet ordinals) {
            inferred = (BitSet) ordinals.clone();
            return this;
        }

        /**
         * Sets when each version was believed, epoch microseconds UTC. Facts that say no system time of their own ask for
         * what is believed now.
         *
         * @param from the first instant of each, inclusive
         * @param to the end of each, exclusive; {@link Interval#OPEN} where it still is
         */
        public Builder believed(long[] from, long[] to) {
            systemFrom = from.clone();
            systemTo = to.clone();
            return this;
        }

        /**
         * Sets on how many threads the index is built: the calling one, and others of the common pool
         * ({@link java.util.concurrent.ForkJoinPool#commonPool()}); one unless said. They share the keys and the order.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder threads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("An index is built on one thread or more, not on " + count + ".");
            }
            threads = count;
            return this;
        }

        /**
         * Returns the index of these versions; see {@link VersionIndex#of}. The columns are not kept.
         *
         * @throws IllegalArgumentException if the columns differ in length, or a version is empty
         */
        public VersionIndex build(KeyColumn keys, long[] validFrom, long[] validTo) {
            int versions = keys.size();
            if (validFrom.length != versions || validTo.length != versions || versions > MOST_VERSIONS) {
                throw new IllegalArgumentException(
                        "There are " + versions + " keys, " + validFrom.length + " starts and " + validTo.length
                                + " ends. Give each version one of each, and at most 2^28 of them.");
            }
            long[] bounds = bounds(validFrom, validTo);
            List<Compiling> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int expected = i == 0 ? versions : versions / threads;
                workers.add(new Compiling(() -> new Steps(bounds[0], bounds[1], expected)));
            }
            for (int i = 1; i < threads; i++) {
                workers.get(i).before = workers.get(i - 1);
            }
            Grouping.Load load = (count, stride) -> load(8.0 * stride * count / versions);
            Directory directory = Grouping.of(keys, load, workers, validFrom, validTo);
            Steps steps = workers.get(0).steps();
            for (Compiling worker : workers.subList(1, threads)) {
                steps.append(worker.steps());
            }
            steps.trim();
            return new VersionIndex(this, directory, steps, beliefs(keys, validFrom, validTo));
        }

        /** Compiles the versions of one key after the other. Confined to one thread. */
        private final class Compiling implements Grouping.Visitor {
            private final Supplier<Steps> room;
            private final KeyVersions ofKey = new KeyVersions();
            private @Nullable Compiling before;
            private @Nullable Steps steps;
            private @Nullable StepCompiler compiler;

            Compiling(Supplier<Steps> room) {
                this.room = room;
            }

            /** Returns the steps; the thread that asks first makes room for them. */
            Steps steps() {
                Steps made = steps;
                if (made == null) {
                    made = room.get();
                    steps = made;
                    compiler = new StepCompiler(rule, order, made);
                }
                return made;
            }

            @Override
            public long visit(long[] numbers, int[] at, int first, int end) {
                ofKey.clear();
                for (int i = first; i < end; i++) {
                    long from = numbers[at[i]];
                    long to = numbers[at[i] + 1];
                    int version = (int) numbers[at[i] + 2];
                    requirePeriod(from, to);
                    if (systemTo == null || systemTo[version] == Interval.OPEN) {
                        ofKey.add(from, to, code(version));
                    }
                }
                Steps steps = steps();
                int base = steps.size();
                if (ofKey.size == 0) {
                    steps.add(Steps.ALWAYS, Codes.UNKNOWN_KEY);
                } else {
                    Objects.requireNonNull(compiler).compile(ofKey);
                }
                return Steps.place(base, steps.size() - base);
            }

            @Override
            public int shift() {
                return before == null ? 0 : before.shift() + before.steps().size() - 1;
            }
        }

        private @Nullable Beliefs beliefs(KeyColumn keys, long[] validFrom, long[] validTo) {
            if (systemFrom == null || systemTo == null) {
                return null;
            }
            int[] codes = new int[keys.size()];
            for (int version = 0; version < codes.length; version++) {
                codes[version] = code(version);
            }
            long[][] columns = {validFrom.clone(), validTo.clone(), systemFrom, systemTo};
            return new Beliefs(rule, order, keys, columns, codes);
        }

        /**
         * How full the table of keys shall be: a quarter, which saves time, where it takes few bytes beside the versions, and
         * three quarters where a key has few.
         */
        private static double load(double slotBytesOfVersion) {
            return Math.min(MOST_LOAD, Math.max(LEAST_LOAD, slotBytesOfVersion / SLOT_BYTES));
        }

        /** The first and the last time of all. */
        private long[] bounds(long[] validFrom, long[] validTo) {
            long[] least = new long[threads];
            long[] greatest = new long[threads];
            Workers.run(threads, worker -> {
                int end = (int) ((long) validFrom.length * (worker + 1) / threads);
                long first = Long.MAX_VALUE;
                long last = Long.MIN_VALUE;
                for (int i = (int) ((long) validFrom.length * worker / threads); i < end; i++) {
                    first = Math.min(first, validFrom[i]);
                    last = Math.max(last, validTo[i] == Interval.OPEN ? validFrom[i] : validTo[i]);
                }
                least[worker] = first;
                greatest[worker] = last;
            });
            return new long[] {
                Arrays.stream(least).min().orElseThrow(),
                Arrays.stream(greatest).max().orElseThrow()
            };
        }

        private int code(int version) {
            return inferred != null && inferred.get(version) ? Codes.inferred(version) : version;
        }

        static void requirePeriod(long validFrom, long validTo) {
            if (validFrom >= validTo || validFrom <= Steps.SINCE_EVER || validFrom >= -Steps.SINCE_EVER) {
                throw new IllegalArgumentException(
                        "A version must end after it starts and start between -2^60 and 2^60," + " not run from "
                                + validFrom + " to " + validTo + " (epoch microseconds).");
            }
        }
    }
}
