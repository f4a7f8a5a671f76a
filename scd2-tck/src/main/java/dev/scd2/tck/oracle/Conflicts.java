package dev.scd2.tck.oracle;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rule 4: which of two different statements at one place holds. Stateless. */
final class Conflicts {
    private Conflicts() {}

    /** Returns the statements, of one key, that hold their place against all others. */
    static List<Evidence> winners(Dimension dimension, List<Evidence> statements) {
        List<Evidence> winners = new ArrayList<>();
        for (Evidence statement : statements) {
            boolean holds = true;
            for (Evidence other : statements) {
                boolean rival = statement.isAtPlaceOf(other) && !statement.saysSameAs(other);
                holds &= !rival || holds(dimension, statement, other);
            }
            if (holds) {
                winners.add(statement);
            }
        }
        return winners;
    }

    /** Returns whether {@code a} holds against {@code b}, which differs from it. */
    static boolean holds(Dimension dimension, Evidence a, Evidence b) {
        if (dimension.tieBreak().isPresent()) {
            int column = dimension.attributeIndex(dimension.tieBreak().get()).orElseThrow();
            int byTieBreak = compareValues(valueOf(a, column), valueOf(b, column));
            if (byTieBreak != 0) {
                return byTieBreak > 0;
            }
        }
        if (a.isAbsence() != b.isAbsence()) {
            return a.isAbsence();
        }
        int byOpenColumns = Arrays.compareUnsigned(openHash(dimension, a), openHash(dimension, b));
        return byOpenColumns != 0
                ? byOpenColumns > 0
                : Arrays.compareUnsigned(personalHash(dimension, a), personalHash(dimension, b)) > 0;
    }

    /** Null where the cell is unsaid. */
    static @Nullable Object valueOf(Evidence statement, int column) {
        return statement.row().isSaid(column) ? statement.row().value(column) : null;
    }

    /** The greater value wins, null is least; values are ordered as parts of a key are. */
    static int compareValues(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return Key.of(a).compareTo(Key.of(b));
    }

    /** The kind and the period where the kind has one, the columns said, and the values of those that are not personal. */
    private static byte[] openHash(Dimension dimension, Evidence statement) {
        MessageDigest digest = AttributeHash.sha256();
        if (statement.kind().group() != Evidence.Group.BASE) {
            AttributeHash.put(digest, statement.kind().name());
            AttributeHash.put(digest, statement.validFrom());
            AttributeHash.put(digest, statement.validTo() == Interval.OPEN ? null : (Long) statement.validTo());
        }
        for (int i = 0; i < dimension.attributes().size(); i++) {
            if (statement.row().isSaid(i)) {
                AttributeHash.put(digest, dimension.attributes().get(i).name());
                AttributeHash.put(
                        digest,
                        isPersonal(dimension, i) ? null : statement.row().value(i));
            }
        }
        return digest.digest();
    }

    private static byte[] personalHash(Dimension dimension, Evidence statement) {
        MessageDigest digest = AttributeHash.sha256();
        for (int i = 0; i < dimension.attributes().size(); i++) {
            if (isPersonal(dimension, i) && statement.row().isSaid(i)) {
                AttributeHash.put(digest, statement.row().value(i));
            }
        }
        return digest.digest();
    }

    private static boolean isPersonal(Dimension dimension, int column) {
        Column attribute = dimension.attributes().get(column);
        return dimension.personal().contains(attribute.name());
    }
}
