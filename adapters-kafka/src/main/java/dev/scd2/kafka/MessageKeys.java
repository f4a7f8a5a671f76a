package dev.scd2.kafka;

import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.debezium.RowImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the keys of messages to columns. Immutable. */
final class MessageKeys {
    private final RowImages images;
    private final List<String> naturalKey;

    MessageKeys(RowImages images, List<String> naturalKey) {
        this.images = images;
        this.naturalKey = List.copyOf(naturalKey);
    }

    /**
     * Returns the columns of a key: of a JSON object, or the natural key itself where that is one column and the key is text
     * or a number, as JSON or not.
     */
    Map<String, @Nullable Object> columns(Message message) throws NotAChange {
        JsonMessage key = message.key();
        if (key.payload().isObject()) {
            return images.row(key.payload(), key.schema());
        }
        if (!key.payload().isValueNode() || key.isNothing()) {
            throw new NotAChange("its key is neither a JSON object nor text or a number");
        }
        if (naturalKey.size() != 1) {
            throw new NotAChange(
                    "its key is not a JSON object, and the natural key has " + naturalKey.size() + " columns");
        }
        String column = naturalKey.get(0);
        Map<String, @Nullable Object> image = new LinkedHashMap<>();
        image.put(column, images.value(column, key.payload(), key.schema()));
        return image;
    }
}
