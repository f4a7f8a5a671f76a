package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads statements below an erasure with their personal columns null. A value leaves a token by which it is told apart
 * from the others of its key and column, so that no window moves; the token needs the store's secret and says nothing
 * else. Null leaves none: it stays equal to null. Immutable.
 */
public final class Erased {
    private static final long SEVERAL = 0;

    private final Dimension dimension;
    private final Bytes secret;

    /** Makes one for a store's secret. */
    public Erased(Dimension dimension, Bytes secret) {
        this.dimension = dimension;
        this.secret = secret;
    }

    /** Returns the statements, those below {@code sequence} with personal columns erased. */
    public List<Evidence> below(Sequence sequence, List<Evidence> statements) {
        List<Evidence> erased = new ArrayList<>(statements.size());
        for (Evidence statement : statements) {
            erased.add(statement.sequence().compareTo(sequence) < 0 ? statement.withRow(row(statement)) : statement);
        }
        return erased;
    }

    private Row row(Evidence statement) {
        Object[] cells = statement.row().toArray();
        for (String name : dimension.personal()) {
            int i = dimension.attributeIndex(name).orElseThrow();
            if (statement.row().isSaid(i) && statement.row().value(i) != null) {
                cells[i] = Row.erased(token(statement, i));
            }
        }
        return Row.of(cells);
    }

    private long token(Evidence statement, int column) {
        MessageDigest digest = AttributeHash.sha256();
        digest.update(secret.toArray());
        statement.key().parts().forEach(part -> AttributeHash.put(digest, part));
        AttributeHash.put(digest, dimension.attributes().get(column).name());
        AttributeHash.put(digest, statement.row().value(column));
        byte[] hash = digest.digest();
        long token = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            token = token << Byte.SIZE | (hash[i] & 0xff);
        }
        return token;
    }

    /** Returns the fields of a rejected change without what identifies a person; the key stays. */
    static Map<String, @Nullable Object> fields(Dimension dimension, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>(fields);
        for (Column column : dimension.attributes()) {
            if (dimension.personal().contains(column.name())) {
                redacted.replace(column.name(), null);
            }
        }
        return redacted;
    }

    /**
     * Returns what is held of two rows at one place that show the same: null yields to an erased value, and of two different
     * erased values nothing is left but that there were several. So neither the order of arrival decides which one it was,
     * nor a secret.
     */
    static Row join(Row a, Row b) {
        if (a.equals(b)) {
            return a;
        }
        @Nullable Object[] cells = a.toArray();
        for (int i = 0; i < cells.length; i++) {
            OptionalLong left = a.erasedToken(i);
            OptionalLong right = b.erasedToken(i);
            if (right.isPresent()) {
                cells[i] = left.isPresent() && !left.equals(right) ? Row.erased(SEVERAL) : b.cell(i);
            }
        }
        return Row.owning(cells);
    }

    /** Returns whether a cell of {@code row} was erased. */
    static boolean isIn(Row row) {
        for (int i = 0; i < row.width(); i++) {
            if (row.erasedToken(i).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
