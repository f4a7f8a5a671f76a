package dev.scd2.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change as JSON in one line, without its position, so that it can lie in quarantine and be applied again:
 *
 * <pre>{@code
 * {"kind":"patch","validFrom":"2026-01-01T00:00:00Z","sequence":"4711.3","fields":{"id":"M1","fee":{"decimal":"1.50"}}}
 * }</pre>
 *
 * <p>Stateless. {@link FieldText} says how values are written.
 */
final class ChangeText {
    private ChangeText() {}

    /** Returns the text of {@code change}. */
    static String of(Change change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kind(change));
        if (change instanceof Observation observation) {
            put(json, "validFrom", observation.validFrom());
        } else if (change instanceof Patch patch) {
            put(json, "validFrom", patch.validFrom());
        } else if (change instanceof Delete delete) {
            put(json, "validFrom", delete.validFrom());
        } else if (change instanceof Truncate truncate) {
            put(json, "validFrom", truncate.validFrom());
        } else if (change instanceof Correction correction) {
            put(json, "validFrom", correction.validFrom());
            put(json, "validTo", correction.validTo());
            json.put("existence", correction.existence().name());
        } else if (change instanceof Span span) {
            json.put("id", span.id());
            put(json, "validFrom", span.validFrom());
            put(json, "validTo", span.validTo());
            json.put("void", span.isVoid());
        }
        put(json, "sequence", change.sequence());
        put(json, "systemTime", change.systemTime());
        ObjectNode fields = json.putObject("fields");
        change.fields().forEach((name, value) -> fields.set(name, FieldText.of(value)));
        return ValueText.of(json);
    }

    private static String kind(Change change) {
        return change instanceof Observation
                ? "observation"
                : change instanceof Patch
                        ? "patch"
                        : change instanceof Delete
                                ? "delete"
                                : change instanceof Truncate
                                        ? "truncate"
                                        : change instanceof Correction
                                                ? "correction"
                                                : change instanceof Span ? "span" : "erasure";
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /** Returns the change that {@link #of} wrote, without position. */
    static Change parse(String text) {
        JsonNode json = ValueText.parse(text);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        json.path("fields").properties().forEach(field -> fields.put(field.getKey(), FieldText.read(field.getValue())));
        Instant from = instant(json, "validFrom");
        Instant to = instant(json, "validTo");
        Instant system = instant(json, "systemTime");
        Sequence sequence =
                json.has("sequence") ? Sequence.parse(json.get("sequence").textValue()) : null;
        String kind = json.path("kind").asText();
        return switch (kind) {
            case "observation" -> new Observation(fields, from, sequence, null, system);
            case "patch" -> new Patch(fields, from, sequence, null, system);
            case "delete" -> new Delete(fields, from, sequence, null, system);
            case "truncate" -> new Truncate(from, sequence, null, system);
            case "correction" ->
                new Correction(
                        fields,
                        from,
                        to,
                        Correction.Existence.valueOf(json.path("existence").asText()),
                        sequence,
                        null,
                        system);
            case "span" ->
                new Span(
                        json.get("id").textValue(),
                        fields,
                        from,
                        to,
                        json.path("void").booleanValue(),
                        sequence,
                        null,
                        system);
            case "erasure" -> new Erasure(fields, sequence, null, system);
            default -> throw new IllegalStateException("A quarantined change is of no known kind. Correct the row.");
        };
    }

    private static @Nullable Instant instant(JsonNode json, String name) {
        return json.has(name) ? Instant.parse(json.get(name).textValue()) : null;
    }
}
