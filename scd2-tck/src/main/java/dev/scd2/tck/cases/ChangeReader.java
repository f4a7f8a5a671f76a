package dev.scd2.tck.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a step of a case applies. A change that cannot be (a null key, no time, a wrong type) is no mistake of the
 * file: it is handed on as it is. Immutable.
 *
 * @param declaration the dimension at that step
 * @param recorded the system time of the step, for changes that bring none of their own
 */
record ChangeReader(Declaration declaration, @Nullable Instant recorded) {
    private enum Kind {
        OBSERVATION,
        PATCH,
        DELETE,
        TRUNCATE,
        CORRECTION,
        SPAN,
        ERASURE
    }

    Change change(JsonObject said) {
        Kind kind = said.word("kind", Kind.class);
        allow(said, kind);
        Sequence sequence = sequence(said);
        Position position = position(said);
        Instant own = said.instantOrNull("systemTime");
        Instant time = own == null ? recorded : own;
        Instant validFrom = said.instantOrNull("validFrom");
        Map<String, @Nullable Object> fields = fields(said);
        return switch (kind) {
            case OBSERVATION -> new Observation(fields, validFrom, sequence, position, time);
            case PATCH -> new Patch(fields, validFrom, sequence, position, time);
            case DELETE -> new Delete(fields, validFrom, sequence, position, time);
            case TRUNCATE -> new Truncate(validFrom, sequence, position, time);
            case CORRECTION ->
                new Correction(
                        fields,
                        validFrom,
                        said.instantOrNull("validTo"),
                        said.word("existence", Correction.Existence.class),
                        sequence,
                        position,
                        time);
            case SPAN ->
                new Span(
                        id(said),
                        fields,
                        validFrom,
                        said.instantOrNull("validTo"),
                        said.flag("void"),
                        sequence,
                        position,
                        time);
            case ERASURE -> new Erasure(fields, sequence, position, time);
        };
    }

    private static void allow(JsonObject said, Kind kind) {
        switch (kind) {
            case OBSERVATION, PATCH ->
                said.with("kind", "validFrom", "sequence", "key", "values", "systemTime", "position");
            case DELETE -> said.with("kind", "validFrom", "sequence", "key", "systemTime", "position");
            case TRUNCATE -> said.with("kind", "validFrom", "sequence", "systemTime", "position");
            case CORRECTION ->
                said.with(
                        "kind",
                        "validFrom",
                        "validTo",
                        "existence",
                        "sequence",
                        "key",
                        "values",
                        "systemTime",
                        "position");
            case SPAN ->
                said.with(
                        "kind",
                        "id",
                        "validFrom",
                        "validTo",
                        "void",
                        "sequence",
                        "key",
                        "values",
                        "systemTime",
                        "position");
            case ERASURE -> said.with("kind", "sequence", "key", "systemTime", "position");
        }
    }

    Snapshot snapshot(JsonObject said) {
        said.with("at", "sequence", "rows", "scope", "unsaid", "ofSpans");
        Instant at = said.instant("at");
        Sequence sequence = sequence(said);
        if (sequence == null) {
            throw said.wrong("needs a sequence.");
        }
        boolean ofSpans = said.flag("ofSpans");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (JsonObject row : said.objects("rows")) {
            if (ofSpans) {
                spans.add(listed(row, sequence));
            } else {
                rows.add(cells(row, Set.of()));
            }
        }
        Map<String, @Nullable Object> scope = said.has("scope") ? cells(said.object("scope"), Set.of()) : Map.of();
        return new Snapshot(
                at, sequence, rows, ofSpans ? spans : null, Set.copyOf(said.texts("unsaid")), scope, recorded);
    }

    private Span listed(JsonObject row, Sequence sequence) {
        return new Span(
                id(row),
                cells(row, Set.of("id", "validFrom", "validTo")),
                row.instantOrNull("validFrom"),
                row.instantOrNull("validTo"),
                false,
                sequence,
                null,
                recorded);
    }

    private Map<String, @Nullable Object> fields(JsonObject said) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (said.find("key") != null) {
            JsonObject key = said.object("key");
            cells(key, Set.of()).forEach((name, value) -> {
                if (declaration.type(name) != null && !declaration.isKey(name)) {
                    throw key.wrong(name, "is no column of the natural key; it belongs to the values.");
                }
                fields.put(name, value);
            });
        }
        if (said.find("values") != null) {
            JsonObject values = said.object("values");
            cells(values, Set.of()).forEach((name, value) -> {
                if (declaration.isKey(name)) {
                    throw values.wrong(name, "is a column of the natural key; it belongs to the key.");
                }
                fields.put(name, value);
            });
        }
        return fields;
    }

    /** Returns the values of a row; columns that the dimension does not have are left out where they are {@code other}. */
    private Map<String, @Nullable Object> cells(JsonObject row, Set<String> other) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        row.fields().forEach((name, node) -> {
            if (declaration.type(name) != null || !other.contains(name)) {
                cells.put(name, CaseValue.of(node, declaration.type(name), row.place(name)));
            }
        });
        return cells;
    }

    private static String id(JsonObject said) {
        JsonNode id = said.find("id");
        if (id == null || !(id.isTextual() || id.isIntegralNumber())) {
            throw said.wrong("id", "must be text or a whole number.");
        }
        return id.asText();
    }

    private static @Nullable Sequence sequence(JsonObject said) {
        JsonNode node = said.find("sequence");
        if (node == null) {
            return null;
        }
        Iterable<JsonNode> parts = node.isArray() ? node : List.of(node);
        List<Long> numbers = new ArrayList<>();
        for (JsonNode part : parts) {
            if (!part.isIntegralNumber() || !part.canConvertToLong()) {
                throw said.wrong("sequence", "must be a whole number of 64 bits, or a list of such numbers.");
            }
            numbers.add(part.longValue());
        }
        if (numbers.isEmpty()) {
            throw said.wrong("sequence", "must have a part.");
        }
        return Sequence.of(numbers.stream().mapToLong(Long::longValue).toArray());
    }

    private static @Nullable Position position(JsonObject said) {
        JsonNode node = said.find("position");
        if (node == null) {
            return null;
        }
        boolean whole = node.size() == 3
                && node.get(0).isTextual()
                && node.get(1).canConvertToInt()
                && node.get(2).canConvertToLong();
        if (!whole) {
            throw said.wrong(
                    "position", "must be a list of source, partition and offset, such as [\"orders\", 0, 17].");
        }
        return new Position(
                node.get(0).textValue(), node.get(1).intValue(), node.get(2).longValue());
    }
}
