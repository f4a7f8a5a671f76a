package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.store.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All statements about one key that count, each at a place of its own, in the order of {@link Places}.
 *
 * <p>Immutable.
 *
 * @param all every one of them; none is {@link Evidence.Kind#UNLISTED}
 * @param base observations, patches and deletes, by {@code (validFrom, sequence)}
 * @param corrections corrections
 * @param spans statements about periods
 */
record Statements(List<Evidence> all, List<Evidence> base, List<Evidence> corrections, List<Evidence> spans) {
    /** Takes statements that are in the order of {@link Places}. */
    static Statements of(List<Evidence> ordered) {
        if (ordered.isEmpty() || ordered.get(ordered.size() - 1).kind().group() == Evidence.Group.BASE) {
            return new Statements(ordered, ordered, List.of(), List.of());
        }
        int corrections = first(ordered, 0, Evidence.Group.CORRECTION);
        int spans = first(ordered, corrections, Evidence.Group.SPAN);
        int erasures = first(ordered, spans, Evidence.Group.ERASURE);
        return new Statements(
                ordered,
                ordered.subList(0, corrections),
                ordered.subList(corrections, spans),
                ordered.subList(spans, erasures));
    }

    private static int first(List<Evidence> ordered, int from, Evidence.Group group) {
        int i = ordered.size();
        while (i > from && ordered.get(i - 1).kind().group().compareTo(group) >= 0) {
            i--;
        }
        return i;
    }

    /** Returns the sequence below which personal columns are erased, if they are. */
    @Nullable
    Sequence erasedBelow() {
        Evidence last = all.isEmpty() ? null : all.get(all.size() - 1);
        return last != null && last.kind() == Evidence.Kind.ERASURE ? last.sequence() : null;
    }

    /** Returns those that the source had recorded by {@code systemTime}, epoch microseconds UTC. */
    Statements knownAt(long systemTime) {
        List<Evidence> known = new ArrayList<>(all.size());
        for (Evidence statement : all) {
            if (statement.systemTime() <= systemTime) {
                known.add(statement);
            }
        }
        return of(known);
    }
}
