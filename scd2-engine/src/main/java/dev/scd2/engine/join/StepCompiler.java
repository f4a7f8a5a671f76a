package dev.scd2.engine.join;

import dev.scd2.fact.JoinRule;
import dev.scd2.timeline.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the versions of one key, under one rule, into steps: instants in ascending order, each with the answer for
 * every fact from there up to the next. Direction, strictness, tolerance, order and gaps are gone after this; the search
 * knows none of them. Before the first step the answer is {@link Codes#BEFORE_FIRST}.
 *
 * <pre>{@code
 * versions   [1: a      )      [5: b )          [9: c ...
 * backward   1: a      3: GAP  5: b   7: GAP     9: c
 * forward    -: a  2: b        6: c              10: OUT_OF_REACH
 * }</pre>
 *
 * <p>Takes time linear in the versions where none overlap, and else linear in versions times those in force at once.
 * Confined to one thread.
 */
final class StepCompiler {
    /** No version is decided for yet. */
    private static final int NONE = Codes.GAP;

    private final JoinRule rule;
    private final @Nullable VersionOrder order;
    private final Steps steps;
    private int base;

    StepCompiler(JoinRule rule, @Nullable VersionOrder order, Steps steps) {
        this.rule = rule;
        this.order = order;
        this.steps = steps;
    }

    /** Adds the steps of a key with these versions behind those of the keys before. */
    void compile(KeyVersions versions) {
        versions.sort();
        base = steps.size();
        switch (rule.direction()) {
            case BACKWARD -> {
                if (rule.isPlain() && !overlap(versions)) {
                    plain(versions);
                } else {
                    sweep(versions);
                }
            }
            case FORWARD -> forward(versions);
            case NEAREST -> nearest(versions);
        }
    }

    private static boolean overlap(KeyVersions versions) {
        for (int i = 1; i < versions.size; i++) {
            if (versions.from[i] < versions.to[i - 1]) {
                return true;
            }
        }
        return false;
    }

    private void plain(KeyVersions versions) {
        for (int i = 0; i < versions.size; i++) {
            emit(versions.from[i], versions.code[i]);
            if (versions.to[i] != Interval.OPEN) {
                emit(versions.to[i], Codes.GAP);
            }
        }
    }

    /**
     * Backward, where versions overlap or the rule is not plain: goes from instant to instant at which something begins or
     * ends, and looks at the versions from the first that may still count to the last that has begun.
     */
    private void sweep(KeyVersions versions) {
        int first = 0;
        int begun = 0;
        long next = versions.from[0];
        while (next != Interval.OPEN) {
            long now = next;
            while (begun < versions.size && versions.from[begun] <= now) {
                begun++;
            }
            while (first < begun && versions.to[first] < now) {
                first++;
            }
            emit(now, answer(versions, first, begun, now));
            next = begun < versions.size ? versions.from[begun] : Interval.OPEN;
            for (int i = first; i < begun; i++) {
                next = sooner(now, versions.to[i], next);
                next = sooner(now, firstReached(versions, i), next);
                next = sooner(now, endReached(versions, i), next);
            }
        }
    }

    private static long sooner(long now, long candidate, long next) {
        return candidate > now && candidate < next ? candidate : next;
    }

    private int answer(KeyVersions versions, int first, int begun, long t) {
        int best = NONE;
        boolean tied = false;
        boolean inForce = false;
        for (int i = first; i < begun; i++) {
            inForce |= t < versions.to[i];
            if (firstReached(versions, i) <= t && t < endReached(versions, i)) {
                int compared = compare(best, versions.code[i]);
                tied = compared == 0 || (tied && compared > 0);
                best = compared < 0 ? versions.code[i] : best;
            }
        }
        if (tied) {
            return Codes.AMBIGUOUS;
        }
        return best == NONE && inForce ? Codes.OUT_OF_REACH : best;
    }

    private int compare(int best, int candidate) {
        if (best == NONE) {
            return -1;
        }
        return order == null ? 0 : order.compare(Codes.version(best), Codes.version(candidate));
    }

    private long firstReached(KeyVersions versions, int i) {
        return rule.strict() ? versions.from[i] + 1 : versions.from[i];
    }

    private long endReached(KeyVersions versions, int i) {
        long end = versions.to[i];
        return Math.min(rule.strict() && end != Interval.OPEN ? end + 1 : end, reachedAfter(versions.from[i]));
    }

    /** From when on the tolerance leaves out a start. */
    private long reachedAfter(long start) {
        return isBounded() ? start + rule.toleranceMicros() + 1 : Interval.OPEN;
    }

    /** From when on the tolerance lets in a start that is still to come. */
    private long reachedBefore(long start) {
        return isBounded() ? Math.max(Steps.SINCE_EVER, start - rule.toleranceMicros()) : Steps.SINCE_EVER;
    }

    /** A tolerance longer than all of time is none; nothing here overflows. */
    private boolean isBounded() {
        return rule.toleranceMicros() < 1L << 58;
    }

    private void forward(KeyVersions versions) {
        emit(Steps.SINCE_EVER, Codes.OUT_OF_REACH);
        long last = Steps.SINCE_EVER;
        for (int i = 0; i < versions.size; i = next(versions, i)) {
            long start = versions.from[i];
            long end = rule.strict() ? start : start + 1;
            emit(Math.max(last, reachedBefore(start)), startingWith(versions, i));
            emit(end, Codes.OUT_OF_REACH);
            last = end;
        }
    }

    private void nearest(KeyVersions versions) {
        emit(Steps.SINCE_EVER, Codes.OUT_OF_REACH);
        int before = -1;
        int next;
        for (int i = 0; i < versions.size; i = next) {
            next = next(versions, i);
            long start = versions.from[i];
            long first = before < 0 ? Steps.SINCE_EVER : midpoint(versions.from[before], start) + 1;
            long end = next == versions.size ? Interval.OPEN : midpoint(start, versions.from[next]) + 1;
            int answer = startingWith(versions, i);
            emit(Math.max(first, reachedBefore(start)), answer);
            if (rule.strict()) {
                emit(start, besides(versions, before, i, next));
                emit(start + 1, answer);
            }
            if (reachedAfter(start) < end) {
                emit(reachedAfter(start), Codes.OUT_OF_REACH);
            }
            before = i;
        }
    }

    /** The last instant that is as close to {@code a} as to {@code b}, or closer. */
    private static long midpoint(long a, long b) {
        return a + ((b - a) >> 1);
    }

    /** The answer exactly at a start, which does not count: the closer one of its neighbours. */
    private int besides(KeyVersions versions, int before, int i, int next) {
        long back = before < 0 ? Long.MAX_VALUE : versions.from[i] - versions.from[before];
        long ahead = next == versions.size ? Long.MAX_VALUE : versions.from[next] - versions.from[i];
        long distance = Math.min(back, ahead);
        if (distance == Long.MAX_VALUE || distance > rule.toleranceMicros()) {
            return Codes.OUT_OF_REACH;
        }
        return startingWith(versions, back <= ahead ? before : next);
    }

    /** The answer among the versions that start when {@code i} does. */
    private int startingWith(KeyVersions versions, int i) {
        int best = versions.code[i];
        boolean tied = false;
        int end = next(versions, i);
        for (int j = i + 1; j < end; j++) {
            int compared = compare(best, versions.code[j]);
            tied = compared == 0 || (tied && compared > 0);
            best = compared < 0 ? versions.code[j] : best;
        }
        return tied ? Codes.AMBIGUOUS : best;
    }

    private static int next(KeyVersions versions, int i) {
        int next = i + 1;
        while (next < versions.size && versions.from[next] == versions.from[i]) {
            next++;
        }
        return next;
    }

    /** Adds a step; it takes the place of one at the same instant, and is left out where it says what the last one says. */
    private void emit(long time, int answer) {
        if (steps.size() > base && steps.lastTime() == time) {
            steps.removeLast();
        }
        if (steps.size() == base || steps.lastAnswer() != answer) {
            steps.add(time, answer);
        }
    }
}
