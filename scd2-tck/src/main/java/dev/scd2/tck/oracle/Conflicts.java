package dev.scd2.tck.oracle;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rule 4: which of two different statements at one place holds. Stateless. */
final class Conflicts {
    private Conflicts() {}

    /** Returns whether {@code a} and {@code b} claim one place. */
    static boolean samePlace(Evidence a, Evidence b) {
        if (!a.key().equals(b.key()) || !a.sequence().equals(b.sequence())) {
            return false;
        }
        return a.spanId() == null ? a.validFrom() == b.validFrom() : a.spanId().equals(b.spanId());
    }

    /** Returns whether {@code a} holds against {@code b}, which differs from it. */
    static boolean holds(Dimension dimension, Evidence a, Evidence b) {
        int byTieBreak = compareTieBreaks(tieBreak(dimension, a), tieBreak(dimension, b));
        if (byTieBreak != 0) {
            return byTieBreak > 0;
        }
        if (saysValues(a) != saysValues(b)) {
            return saysValues(b);
        }
        int byOpenColumns = Arrays.compareUnsigned(hash(dimension, a, Part.OTHER), hash(dimension, b, Part.OTHER));
        if (byOpenColumns != 0) {
            return byOpenColumns > 0;
        }
        return Arrays.compareUnsigned(hash(dimension, a, Part.PERSONAL), hash(dimension, b, Part.PERSONAL)) > 0;
    }

    private static boolean saysValues(Evidence statement) {
        return statement.kind() == Evidence.Kind.VALUES || statement.kind() == Evidence.Kind.SPAN;
    }

    /** Null where no tie-break is declared, where it was said to be null, and where it is unsaid. */
    private static @Nullable Object tieBreak(Dimension dimension, Evidence statement) {
        for (int i = 0; i < dimension.attributes().size(); i++) {
            String name = dimension.attributes().get(i).name();
            boolean declared = dimension.tieBreak().filter(name::equals).isPresent();
            if (declared && statement.row().isSaid(i)) {
                return statement.row().value(i);
            }
        }
        return null;
    }

    /** The greater value wins, null is least; values are ordered as parts of a key are. */
    private static int compareTieBreaks(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return Key.of(a).compareTo(Key.of(b));
    }

    private enum Part {
        PERSONAL,
        OTHER
    }

    private static byte[] hash(Dimension dimension, Evidence statement, Part part) {
        MessageDigest digest = AttributeHash.sha256();
        if (statement.kind() == Evidence.Kind.SPAN) {
            AttributeHash.put(digest, statement.validFrom());
            AttributeHash.put(digest, statement.validTo() == Interval.OPEN ? null : (Long) statement.validTo());
        }
        for (int i = 0; i < dimension.attributes().size(); i++) {
            Column column = dimension.attributes().get(i);
            boolean personal = dimension.personal().contains(column.name());
            if (personal != (part == Part.PERSONAL)) {
                continue;
            }
            if (statement.row().isSaid(i)) {
                digest.update((byte) 's');
                AttributeHash.put(digest, statement.row().value(i));
            } else {
                digest.update((byte) 'u');
            }
        }
        return digest.digest();
    }
}
