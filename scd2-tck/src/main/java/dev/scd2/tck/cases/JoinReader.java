package dev.scd2.tck.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.dimension.ColumnType;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.Direction;
import dev.scd2.fact.JoinRule;
import dev.scd2.fact.Outcome;
import dev.scd2.store.Evidence;
import dev.scd2.tck.cases.JoinCase.Side;
import dev.scd2.tck.cases.JoinCase.VersionRow;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads case files of joins. Confined to one thread. */
final class JoinReader {
    private static final String OUTCOME = "outcome";
    private static final String INFERRED = "inferred";
    private static final Set<String> NO_COLUMNS = Set.of(
            HeldRow.VALID_FROM, HeldRow.VALID_TO, HeldRow.SYSTEM_FROM, HeldRow.SYSTEM_TO, HeldRow.DELETED, INFERRED);

    private final JsonObject file;
    private final List<Side> sides = new ArrayList<>();
    private final Map<String, ColumnType> factColumns = new LinkedHashMap<>();
    private final Map<String, ColumnType> resultColumns = new LinkedHashMap<>();
    private final Set<String> times = new HashSet<>(Set.of("knownAt"));

    private JoinReader(JsonObject file) {
        this.file = file;
    }

    static JoinCase read(JsonObject file) {
        file.with("name", "source", "dimension", "dimensions", "versions", "facts", "expect", "join");
        return new JoinReader(file).join();
    }

    private JoinCase join() {
        JsonObject common = file.has("join") ? file.object("join") : null;
        if (file.has("dimensions")) {
            for (JsonObject one : file.objects("dimensions")) {
                one.with("as", "dimension", "versions", "factKey", "factTime", "join");
                side(one, one.text("as"), one.has("join") ? one.object("join") : common);
            }
        } else {
            side(file, null, common);
        }
        return new JoinCase(file.text("name"), sides, facts(), expected());
    }

    private void side(JsonObject said, @Nullable String as, @Nullable JsonObject join) {
        Declaration declaration = Declaration.read(said.object("dimension"), Set.of());
        List<VersionRow> versions = new ArrayList<>();
        for (JsonObject row : said.objects("versions")) {
            versions.add(version(row, declaration));
        }
        List<String> factKey = as == null ? List.of() : said.texts("factKey");
        List<String> key = factKey.isEmpty() ? declaration.lookupKey() : factKey;
        if (key.size() != declaration.lookupKey().size()) {
            throw said.wrong("factKey", "must name one column for each of " + declaration.lookupKey() + ".");
        }
        String time = as == null ? "at" : said.text("factTime");
        times.add(time);
        sides.add(new Side(
                as,
                declaration.dimension(),
                versions,
                declaration.lookupKey(),
                declaration.lookupOrder(),
                key,
                time,
                rule(join),
                anchor(join)));
        String prefix = as == null ? "" : as + ".";
        for (int i = 0; i < key.size(); i++) {
            factColumns.putIfAbsent(
                    key.get(i), declaration.type(declaration.lookupKey().get(i)));
        }
        resultColumns.put(prefix + OUTCOME, ColumnType.TEXT);
        declaration
                .dimension()
                .naturalKey()
                .forEach(column -> resultColumns.put(prefix + column.name(), column.type()));
        declaration
                .dimension()
                .attributes()
                .forEach(column -> resultColumns.put(prefix + column.name(), column.type()));
    }

    private static JoinRule rule(@Nullable JsonObject said) {
        if (said == null) {
            return JoinRule.backward();
        }
        said.with("direction", "strict", "tolerance", "anchor");
        try {
            JoinRule rule = new JoinRule(
                    said.word("direction", Direction.class, Direction.BACKWARD),
                    said.flag("strict"),
                    JoinRule.ANY_DISTANCE);
            return said.has("tolerance") ? rule.within(Duration.parse(said.text("tolerance"))) : rule;
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException unreadable) {
            throw said.wrong("is no rule of a join: " + unreadable.getMessage());
        }
    }

    private static @Nullable DateAnchor anchor(@Nullable JsonObject said) {
        if (said == null || !said.has("anchor")) {
            return null;
        }
        JsonObject anchor = said.object("anchor").with("at", "zone");
        try {
            return new DateAnchor(anchor.word("at", DateAnchor.Edge.class), ZoneId.of(anchor.text("zone")));
        } catch (DateTimeException unreadable) {
            throw anchor.wrong("is no date anchor: " + unreadable.getMessage());
        }
    }

    private static VersionRow version(JsonObject row, Declaration declaration) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        row.fields().forEach((name, node) -> {
            ColumnType type = declaration.type(name);
            if (type != null && declaration.isShown(name)) {
                cells.put(name, CaseValue.expected(node, type, row.place(name)));
            } else if (!NO_COLUMNS.contains(name)) {
                throw row.wrong("has the unknown field '" + name + "', which is no column that versions show.");
            }
        });
        Instant systemFrom = row.instantOrNull(HeldRow.SYSTEM_FROM);
        return new VersionRow(
                cells,
                Instants.toMicros(row.instant(HeldRow.VALID_FROM)),
                end(row.instantOrNull(HeldRow.VALID_TO)),
                systemFrom == null ? Evidence.NO_TIME : Instants.toMicros(systemFrom),
                end(row.instantOrNull(HeldRow.SYSTEM_TO)),
                row.flag(HeldRow.DELETED),
                row.flag(INFERRED));
    }

    private static long end(@Nullable Instant end) {
        return end == null ? Interval.OPEN : Instants.toMicros(end);
    }

    private List<Map<String, @Nullable Object>> facts() {
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        for (JsonObject row : file.objects("facts")) {
            Map<String, @Nullable Object> fact = new LinkedHashMap<>();
            row.fields().forEach((name, node) -> fact.put(name, factCell(row, name, node)));
            facts.add(fact);
        }
        return facts;
    }

    private @Nullable Object factCell(JsonObject row, String name, JsonNode node) {
        if (times.contains(name)) {
            return time(row, name);
        }
        ColumnType type = factColumns.get(name);
        return type == null
                ? CaseValue.of(node, null, row.place(name))
                : CaseValue.expected(node, type, row.place(name));
    }

    private static @Nullable Object time(JsonObject row, String name) {
        JsonNode node = row.find(name);
        if (node == null) {
            return null;
        }
        return node.asText().contains("T") ? row.instant(name) : date(row, name);
    }

    private static LocalDate date(JsonObject row, String name) {
        try {
            return LocalDate.parse(row.text(name));
        } catch (DateTimeException unreadable) {
            throw row.wrong(name, "is neither an ISO-8601 instant nor a date.");
        }
    }

    private List<Map<String, @Nullable Object>> expected() {
        Set<String> factNames = new HashSet<>();
        file.objects("facts").forEach(row -> factNames.addAll(row.fields().keySet()));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (JsonObject row : file.objects("expect")) {
            Map<String, @Nullable Object> cells = new LinkedHashMap<>();
            row.fields().forEach((name, node) -> cells.put(name, cell(row, name, node, factNames)));
            rows.add(cells);
        }
        return rows;
    }

    private @Nullable Object cell(JsonObject row, String name, JsonNode node, Set<String> factNames) {
        if (name.equals(OUTCOME) || name.endsWith("." + OUTCOME)) {
            return row.word(name, Outcome.class).name();
        }
        if (factNames.contains(name)) {
            return factCell(row, name, node);
        }
        ColumnType type = resultColumns.get(name);
        if (type == null) {
            throw row.wrong("has the unknown field '" + name + "', which is no column of the facts or of a dimension.");
        }
        return CaseValue.expected(node, type, row.place(name));
    }
}
