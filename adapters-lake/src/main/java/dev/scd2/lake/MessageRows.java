package dev.scd2.lake;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From messages of a topic to rows of the lake.
 *
 * <p>What Debezium writes for PostgreSQL is read token by token, and the images of the row are cut out as they stand: making
 * nodes of them and text of the nodes was two fifths of what a lake's writer did. Whatever is not quite that is read as nodes.
 * Stateless.
 */
final class MessageRows {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> OPERATIONS = Set.of("c", "u", "d", "r");

    private MessageRows() {}

    static LakeRow row(int partition, long offset, @Nullable String key, @Nullable String value) {
        if (value == null) {
            return bare(LakeRow.TOMBSTONE, partition, offset, key, "a tombstone, which changes nothing", null);
        }
        try {
            JsonNode keyNode = key == null ? null : JsonMessage.parse(key).object();
            LakeRow plain = keyNode == null ? null : plain(partition, offset, keyNode.toString(), value);
            return plain != null ? plain : nodes(partition, offset, keyNode, value);
        } catch (NotAChange reason) {
            return bare(LakeRow.MALFORMED, partition, offset, key, reason.getMessage(), value);
        }
    }

    static LakeRow nodes(int partition, long offset, @Nullable JsonNode key, String value) throws NotAChange {
        ChangeEnvelope change = ChangeEnvelope.of(JsonMessage.parse(value).object(), key != null);
        return new LakeRow(
                change.op(),
                text(key),
                text(change.before()),
                text(change.after()),
                change.lsn(),
                change.totalOrder(),
                change.txId(),
                change.committedMicros(),
                partition,
                offset,
                null,
                null);
    }

    /** Returns nothing where the value is not what is expected. */
    static @Nullable LakeRow plain(int partition, long offset, String key, String value) {
        try (JsonParser parser = JSON.createParser(value)) {
            Fields fields = new Fields(parser, value);
            return fields.read() ? fields.row(partition, offset, key) : null;
        } catch (JacksonException unexpected) {
            return null;
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text cannot fail to be read.", impossible);
        }
    }

    private static LakeRow bare(
            String op,
            int partition,
            long offset,
            @Nullable String key,
            @Nullable String problem,
            @Nullable String payload) {
        return new LakeRow(op, key, null, null, null, null, null, null, partition, offset, problem, payload);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    /** What was read of an envelope. Confined to one thread. */
    private static final class Fields {
        private final JsonParser parser;
        private final String value;
        private @Nullable String op;
        private @Nullable String before;
        private @Nullable String after;
        private @Nullable Long lsn;
        private @Nullable Long totalOrder;
        private @Nullable Long txId;
        private @Nullable Long micros;
        /** Each field of the envelope is told once: of two with one name the last counts, and this reader would not know. */
        private int told;

        Fields(JsonParser parser, String value) {
            this.parser = parser;
            this.value = value;
        }

        boolean read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (!field(name, token)) {
                    return false;
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        }

        private boolean field(String name, JsonToken token) throws IOException {
            switch (name) {
                case "op" -> op = parser.getText();
                case "before" -> {
                    before = image(token);
                    return once(8) && (before != null || token == JsonToken.VALUE_NULL);
                }
                case "after" -> {
                    after = image(token);
                    return once(16) && (after != null || token == JsonToken.VALUE_NULL);
                }
                case "source" -> {
                    return once(1) && source(token);
                }
                case "transaction" -> {
                    return once(2) && transaction(token);
                }
                case "ts_ms", "ts_us", "ts_ns" -> parser.skipChildren();
                default -> {
                    return false;
                }
            }
            return !name.equals("op") || once(4);
        }

        private boolean once(int field) {
            boolean isNew = (told & field) == 0;
            told |= field;
            return isNew;
        }

        private @Nullable String image(JsonToken token) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                return null;
            }
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            return value.substring(from, (int) parser.currentLocation().getCharOffset());
        }

        private boolean source(JsonToken token) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                return false;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                boolean isNumber = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
                if (name.equals("sequence") && !isPair(parser.getText())) {
                    return false;
                }
                switch (name) {
                    case "lsn" -> lsn = isNumber ? Long.valueOf(parser.getLongValue()) : lsn;
                    case "txId" -> txId = isNumber ? Long.valueOf(parser.getLongValue()) : txId;
                    case "ts_us" -> micros = isNumber ? Long.valueOf(parser.getLongValue()) : micros;
                    default -> parser.skipChildren();
                }
            }
            return true;
        }

        /** Whether this is {@code ["17","18"]}: another sequence may be none, of which only nodes tell. */
        private static boolean isPair(String sequence) {
            int quotes = 0;
            for (int i = 2; i < sequence.length() - 2; i++) {
                char digit = sequence.charAt(i);
                if (digit == '"' && sequence.startsWith("\",\"", i)) {
                    quotes++;
                    i += 2;
                } else if (digit < '0' || digit > '9') {
                    return false;
                }
            }
            return quotes == 1 && sequence.startsWith("[\"") && sequence.endsWith("\"]");
        }

        private boolean transaction(JsonToken token) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                return token == JsonToken.VALUE_NULL;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                boolean isNumber = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
                if (name.equals("total_order") && isNumber) {
                    totalOrder = parser.getLongValue();
                } else {
                    parser.skipChildren();
                }
            }
            return true;
        }

        /** A missing number may stand there as text, and an image may be missing that has to be there. */
        @Nullable
        LakeRow row(int partition, long offset, String key) {
            String operation = op;
            if (operation == null
                    || !OPERATIONS.contains(operation)
                    || !operation.equals("d") && after == null
                    || lsn == null
                    || totalOrder == null
                    || txId == null
                    || micros == null) {
                return null;
            }
            return new LakeRow(
                    operation, key, before, after, lsn, totalOrder, txId, micros, partition, offset, null, null);
        }
    }
}
