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
 * non-personal content, the names of all columns said included, then of the personal values, as unsigned bytes. What is
 * unsaid has no part in it, so that a column added later decides nothing. Immutable.
 */
final class ConflictOrder {
    private final Dimension dimension;
    private final boolean[] personal;
    private final int tieBreak;

    ConflictOrder(Dimension dimension) {
        this.dimension = dimension;
        this.personal = new boolean[dimension.attributes().size()];
        dimension
                .personal()
                .forEach(name -> personal[dimension.attributeIndex(name).orElseThrow()] = true);
        this.tieBreak = dimension
                .tieBreak()
                .map(column -> dimension.attributeIndex(column).orElseThrow())
                .orElse(-1);
    }

    /** Returns whether {@code challenger} holds against {@code holder}; they say different things. */
    boolean wins(Evidence challenger, Evidence holder) {
        int order = compareTieBreak(challenger.row(), holder.row());
        if (order == 0) {
            order = Boolean.compare(challenger.isAbsence(), holder.isAbsence());
        }
        return order == 0 ? compareContent(challenger, holder) > 0 : order > 0;
    }

    /** Orders by what is said. */
    int compareContent(Evidence a, Evidence b) {
        int order = Arrays.compareUnsigned(openHash(a), openHash(b));
        return order != 0 ? order : Arrays.compareUnsigned(personalHash(a), personalHash(b));
    }

    /** Orders values as parts of a key are, so text by code point. */
    private int compareTieBreak(Row challenger, Row holder) {
        return tieBreak < 0 ? 0 : compareValues(value(challenger, tieBreak), value(holder, tieBreak));
    }

    /** Orders values, null least. */
    static int compareValues(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return Key.of(a).compareTo(Key.of(b));
    }

    static @Nullable Object value(Row row, int cell) {
        return row.isSaid(cell) ? row.value(cell) : null;
    }

    private byte[] openHash(Evidence evidence) {
        MessageDigest digest = AttributeHash.sha256();
        if (evidence.kind().group() != Evidence.Group.BASE) {
            AttributeHash.put(digest, evidence.kind().name());
            AttributeHash.put(digest, evidence.validFrom());
            AttributeHash.put(digest, evidence.validTo() == Interval.OPEN ? null : (Long) evidence.validTo());
        }
        for (int i = 0; i < personal.length; i++) {
            if (evidence.row().isSaid(i)) {
                AttributeHash.put(digest, dimension.attributes().get(i).name());
                AttributeHash.put(digest, personal[i] ? null : evidence.row().value(i));
            }
        }
        return digest.digest();
    }

    private byte[] personalHash(Evidence evidence) {
        MessageDigest digest = AttributeHash.sha256();
        for (int i = 0; i < personal.length; i++) {
            if (personal[i] && evidence.row().isSaid(i)) {
                AttributeHash.put(digest, evidence.row().value(i));
            }
        }
        return digest.digest();
    }
}
