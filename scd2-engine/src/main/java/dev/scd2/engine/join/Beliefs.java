package dev.scd2.engine.join;

import dev.scd2.fact.JoinRule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versions with the system time in which each was believed.
 *
 * <p>The system times at which the belief about a key changed cut its system time into slices. Over the slices stands a
 * binary tree, the nodes of a key beside each other: node {@code i} has the children {@code 2i} and {@code 2i + 1}, the
 * slices are the last half. A version lies in those nodes, two on each level at most, that cover just the slices in which
 * it was believed; in each node versions are sorted by start. So what was believed in a slice is what lies in the nodes
 * from it up to the root, and nothing else of the key is looked at.
 *
 * <p>A plain fact searches each of these nodes by halving: {@code log S · log N} steps for N versions and S slices. Under
 * other rules, and where versions overlap, what was believed is compiled like the only versions there are. Takes
 * {@code 2 log S} ints for a version at most, and few in practice, where beliefs end once or never. Immutable.
 */
final class Beliefs {
    private static final double LOAD = 0.5;

    private final JoinRule rule;
    private final @Nullable VersionOrder order;
    private final Directory directory;
    private final long[][] columns;
    private final int[] codes;

    /** Where the slices of a key begin in {@link #bounds}; its nodes begin at twice that. */
    private final int[] first;

    private final long[] bounds;
    /** Where each node begins in {@link #rows}. */
    private final int[] nodes;
    /** Keys of which two versions in one node overlap. */
    private final BitSet overlapping = new BitSet();

    private int[] rows;

    /**
     * Makes them of rows.
     *
     * @param columns validFrom, validTo, systemFrom, systemTo
     * @param codes what answers each
     */
    Beliefs(JoinRule rule, @Nullable VersionOrder order, KeyColumn keys, long[][] columns, int[] codes) {
        this.rule = rule;
        this.order = order;
        int[] byKey = new int[keys.size()];
        int[] keyBegins = new int[keys.size() + 1];
        int[] count = new int[1];
        Grouping.Visitor visitor = (numbers, at, from, to) -> {
            int place = keyBegins[count[0]++];
            for (int i = from; i < to; i++) {
                byKey[place++] = (int) numbers[at[i]];
            }
            keyBegins[count[0]] = place;
            return count[0];
        };
        this.directory = Grouping.of(keys, (keysKnown, stride) -> LOAD, List.of(visitor));
        int known = count[0];
        this.columns = columns;
        this.codes = codes;
        first = new int[known + 1];
        rows = new int[keys.size()];
        long[] times = new long[2 * keys.size()];
        int[] begins = new int[4 * keys.size()];
        KeyVersions ofKey = new KeyVersions();
        int held = 0;
        for (int key = 0; key < known; key++) {
            ofKey.clear();
            for (int i = keyBegins[key]; i < keyBegins[key + 1]; i++) {
                ofKey.add(columns[0][byKey[i]], columns[1][byKey[i]], byKey[i]);
            }
            ofKey.sort();
            first[key + 1] = first[key] + cut(ofKey, times, first[key]);
            held = grow(key, ofKey, times, begins, held);
        }
        bounds = Arrays.copyOf(times, first[known]);
        nodes = Arrays.copyOf(begins, 2 * bounds.length);
        rows = Arrays.copyOf(rows, held);
    }

    /** Puts the different system times of a key behind those of the keys before, ascending; returns how many they are. */
    private int cut(KeyVersions ofKey, long[] times, int begin) {
        int end = begin;
        for (int i = 0; i < ofKey.size; i++) {
            times[end++] = columns[2][ofKey.code[i]];
            times[end++] = columns[3][ofKey.code[i]];
        }
        Arrays.sort(times, begin, end);
        int kept = begin;
        for (int i = begin; i < end; i++) {
            if (kept == begin || times[i] != times[kept - 1]) {
                times[kept++] = times[i];
            }
        }
        return kept - begin;
    }

    /** Puts the versions of a key, sorted by start, into its nodes; returns where the next key's begin. */
    private int grow(int key, KeyVersions ofKey, long[] times, int[] begins, int held) {
        int base = 2 * first[key];
        int[] next = new int[2 * (first[key + 1] - first[key]) - 1];
        int[] covering = new int[2 * Integer.SIZE];
        for (int i = 0; i < ofKey.size; i++) {
            int count = cover(ofKey.code[i], key, times, covering);
            for (int j = 0; j < count; j++) {
                next[covering[j]]++;
            }
        }
        int end = held;
        for (int node = 0; node < next.length; node++) {
            begins[base + node] = end;
            end += next[node];
            next[node] = begins[base + node];
        }
        begins[base + next.length] = end;
        if (end > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(end, Math.addExact(rows.length, rows.length >> 1)));
        }
        for (int i = 0; i < ofKey.size; i++) {
            int count = cover(ofKey.code[i], key, times, covering);
            for (int j = 0; j < count; j++) {
                put(key, ofKey.code[i], begins[base + covering[j]], next[covering[j]]++);
            }
        }
        return end;
    }

    /** Puts the nodes that cover the slices in which a row was believed into {@code covering}; returns how many. */
    private int cover(int row, int key, long[] times, int[] covering) {
        int slices = first[key + 1] - first[key] - 1;
        int left = slices + Arrays.binarySearch(times, first[key], first[key + 1], columns[2][row]) - first[key];
        int right = slices + Arrays.binarySearch(times, first[key], first[key + 1], columns[3][row]) - first[key];
        int count = 0;
        for (; left < right; left >>= 1, right >>= 1) {
            if ((left & 1) == 1) {
                covering[count++] = left++;
            }
            if ((right & 1) == 1) {
                covering[count++] = --right;
            }
        }
        return count;
    }

    private void put(int key, int row, int begin, int at) {
        rows[at] = row;
        if (at > begin && columns[1][rows[at - 1]] > columns[0][row]) {
            overlapping.set(key);
        }
    }

    /** Returns something that answers one fact after the other. */
    Asking asking() {
        return new Asking();
    }

    /** Answers facts. Confined to one thread. */
    final class Asking {
        private final KeyVersions versions = new KeyVersions();
        private final Steps steps = new Steps(0, 0, 16);

        /** Returns the answer for the fact with the key of row {@code fact}, which is not null, at {@code time}. */
        int answer(KeyColumn keys, int fact, long time, long knownAt) {
            int key = (int) directory.get(keys, fact) - 1;
            if (key < 0) {
                return Codes.UNKNOWN_KEY;
            }
            int slices = first[key + 1] - first[key] - 1;
            int at = Arrays.binarySearch(bounds, first[key], first[key + 1], knownAt);
            int slice = (at >= 0 ? at : -at - 2) - first[key];
            if (slice < 0 || slice >= slices) {
                return Codes.UNKNOWN_KEY;
            }
            boolean searches = rule.isPlain() && !overlapping.get(key);
            return searches
                    ? searched(2 * first[key], slices + slice, time)
                    : compiled(2 * first[key], slices + slice, time);
        }

        private int searched(int base, int leaf, long time) {
            int best = Codes.UNKNOWN_KEY;
            boolean tied = false;
            for (int node = leaf; node > 0; node >>= 1) {
                int begin = nodes[base + node];
                int end = nodes[base + node + 1];
                if (begin == end) {
                    continue;
                }
                int last = lastBegun(begin, end, time);
                int code = last < begin
                        ? Codes.BEFORE_FIRST
                        : time < columns[1][rows[last]] ? codes[rows[last]] : Codes.GAP;
                if (best < 0 || code < 0) {
                    best = Math.max(best, code); // a version, else a gap, else before the first, else unknown
                } else {
                    int compared = order == null ? 0 : order.compare(Codes.version(best), Codes.version(code));
                    tied = compared == 0 || (tied && compared > 0);
                    best = compared < 0 ? code : best;
                }
            }
            return tied ? Codes.AMBIGUOUS : best;
        }

        /** Returns where the last row lies that starts at {@code time} or before, {@code begin - 1} where none does. */
        private int lastBegun(int begin, int end, long time) {
            int low = begin;
            int high = end;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (columns[0][rows[middle]] <= time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        private int compiled(int base, int leaf, long time) {
            versions.clear();
            for (int node = leaf; node > 0; node >>= 1) {
                for (int i = nodes[base + node]; i < nodes[base + node + 1]; i++) {
                    int row = rows[i];
                    versions.add(columns[0][row], columns[1][row], codes[row]);
                }
            }
            if (versions.size == 0) {
                return Codes.UNKNOWN_KEY;
            }
            steps.clear();
            new StepCompiler(rule, order, steps).compile(versions);
            return steps.exact(1, steps.size() - 1, time);
        }
    }
}
