package dev.scd2.tck.oracle;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an erasure makes of the statements with a smaller sequence. Immutable. */
final class Erasures {
    private final Dimension dimension;
    private final Bytes secret;

    Erasures(Dimension dimension, Bytes secret) {
        this.dimension = dimension;
        this.secret = secret;
    }

    /** Returns {@code statement}, of the key that {@code all} are about, as it is read. */
    Evidence read(Evidence statement, List<Evidence> all) {
        boolean erased = all.stream()
                .anyMatch(other -> other.kind() == Evidence.Kind.ERASURE
                        && statement.sequence().compareTo(other.sequence()) < 0);
        return erased ? statement.withRow(erased(statement)) : statement;
    }

    private Row erased(Evidence statement) {
        Object[] cells = statement.row().toArray();
        for (String column : dimension.personal()) {
            int i = dimension.attributeIndex(column).orElseThrow();
            if (statement.row().isSaid(i)) {
                Object value = statement.row().value(i);
                cells[i] = value == null ? null : Row.erased(token(statement, column, value));
            }
        }
        return Row.of(cells);
    }

    /** Equal values of one column and key have one token; that of two statements at one place the greater one holds. */
    private long token(Evidence statement, String column, Object value) {
        MessageDigest digest = AttributeHash.sha256();
        digest.update(secret.toArray());
        statement.key().parts().forEach(part -> AttributeHash.put(digest, part));
        AttributeHash.put(digest, column);
        AttributeHash.put(digest, value);
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** Returns whether {@code a}, which reads as {@code b} does, stands for both. */
    static boolean standsFor(Row a, @Nullable Row b) {
        for (int i = 0; b != null && i < a.width(); i++) {
            long left = a.erasedToken(i).orElse(Long.MIN_VALUE);
            long right = b.erasedToken(i).orElse(Long.MIN_VALUE);
            if (left != right) {
                return left > right;
            }
        }
        return true;
    }
}
