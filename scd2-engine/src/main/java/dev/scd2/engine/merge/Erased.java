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
import org.jspecify.annotations.Nullable;

/**
 * Reads statements below an erasure with their personal columns null. A value leaves a token by which it is told apart
 * from the others of its key and column, so that no window moves; the token needs the store's secret and says nothing
 * else. Null leaves none: it stays equal to null. Immutable.
 */
public final class Erased {
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

    /** Orders rows that show the same by their tokens. */
    static int compare(Row a, Row b) {
        for (int i = 0; i < a.width(); i++) {
            int order = Long.compare(
                    a.erasedToken(i).orElse(Long.MIN_VALUE), b.erasedToken(i).orElse(Long.MIN_VALUE));
            if (order != 0) {
                return order;
            }
        }
        return 0;
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
