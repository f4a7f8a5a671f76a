package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.SnapshotMark;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The declared scope of a listing: column equalities, null equal to null. Stateless. */
public final class Scope {
    private Scope() {}

    /** Returns whether an entity with these values is in scope; an unsaid cell meets nothing, but in a span it is null. */
    public static boolean isMet(Dimension dimension, Key key, Row row, SnapshotMark listing) {
        for (Map.Entry<String, @Nullable Object> equality : listing.scope().entrySet()) {
            OptionalInt attribute = dimension.attributeIndex(equality.getKey());
            if (attribute.isPresent()) {
                int cell = attribute.getAsInt();
                boolean said = row.isSaid(cell);
                if (!(said || dimension.feed() == Feed.SPANS)
                        || !Objects.equals(said ? row.value(cell) : null, equality.getValue())) {
                    return false;
                }
            } else if (!Objects.equals(part(dimension, key, equality.getKey()), equality.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object part(Dimension dimension, Key key, String column) {
        for (int i = 0; i < dimension.naturalKey().size(); i++) {
            if (dimension.naturalKey().get(i).name().equals(column)) {
                return key.part(i);
            }
        }
        return null;
    }
}
