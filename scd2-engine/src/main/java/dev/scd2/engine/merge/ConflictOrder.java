package dev.scd2.engine.merge;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which of two statements at one place holds, whatever the order of arrival: the greater one here.
 *
 * <p>By the tie-break column (unsaid counts as null, null is least); then an absence against values; then the hash of the
 * non-personal columns, then of the personal ones, as unsigned bytes. Immutable.
 */
final class ConflictOrder {
    private final Dimension dimension;
    private final int tieBreak;

    ConflictOrder(Dimension dimension) {
        this.dimension = dimension;
        this.tieBreak = dimension
                .tieBreak()
                .map(column -> dimension.attributeIndex(column).orElseThrow())
                .orElse(-1);
    }

    /** Returns whether {@code challenger} holds against {@code holder}; they say different things. */
    boolean wins(Evidence challenger, Evidence holder) {
        int order = compareTieBreak(challenger.row(), holder.row());
        if (order == 0) {
            order = Boolean.compare(isAbsence(challenger), isAbsence(holder));
        }
        if (order == 0) {
            order = Arrays.compareUnsigned(hash(challenger, false), hash(holder, false));
        }
        if (order == 0) {
            order = Arrays.compareUnsigned(hash(challenger, true), hash(holder, true));
        }
        return order > 0;
    }

    /** Orders values as parts of a key are, so text by code point. */
    private int compareTieBreak(Row challenger, Row holder) {
        if (tieBreak < 0) {
            return 0;
        }
        Object a = valueOrNull(challenger, tieBreak);
        Object b = valueOrNull(holder, tieBreak);
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return Key.of(a).compareTo(Key.of(b));
    }

    private static @Nullable Object valueOrNull(Row row, int cell) {
        return row.isSaid(cell) ? row.value(cell) : null;
    }

    private static boolean isAbsence(Evidence evidence) {
        return evidence.kind() == Evidence.Kind.DELETE || evidence.kind() == Evidence.Kind.VOID;
    }

    private byte[] hash(Evidence evidence, boolean personal) {
        MessageDigest digest = AttributeHash.sha256();
        if (evidence.spanId() != null) {
            AttributeHash.put(digest, evidence.validFrom());
            AttributeHash.put(digest, evidence.validTo() == Interval.OPEN ? null : (Long) evidence.validTo());
        }
        for (int i = 0; i < evidence.row().width(); i++) {
            if (dimension.personal().contains(dimension.attributes().get(i).name()) == personal) {
                boolean said = evidence.row().isSaid(i);
                digest.update((byte) (said ? 's' : 'u'));
                if (said) {
                    AttributeHash.put(digest, evidence.row().value(i));
                }
            }
        }
        return digest.digest();
    }
}
