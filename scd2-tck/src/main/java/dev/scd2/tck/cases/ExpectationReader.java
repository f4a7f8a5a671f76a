package dev.scd2.tck.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import dev.scd2.tck.cases.Expectation.Answer;
import dev.scd2.tck.cases.Expectation.Question;
import dev.scd2.tck.cases.Expectation.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what must be there. Immutable.
 *
 * @param declaration the dimension at that step
 */
record ExpectationReader(Declaration declaration) {
    Expectation read(JsonObject said) {
        said.with("versions", "keys", "asOf", "quarantined", "error", "restated");
        List<Answer> asOf = new ArrayList<>();
        for (JsonObject one : said.objects("asOf")) {
            asOf.add(answer(one));
        }
        return new Expectation(
                said.find("versions") == null ? null : rows(said, "versions"),
                said.find("keys") == null ? null : key(said.object("keys")),
                asOf,
                said.find("quarantined") == null ? null : reasons(said),
                said.find("error") == null ? null : said.word("error", Reason.class),
                said.find("restated") == null ? null : windows(said));
    }

    private Answer answer(JsonObject said) {
        said.with("validAt", "systemAt", "rows");
        boolean latest = "latest".equals(said.text("systemAt", "latest"));
        Question question = new Question(said.instantOrNull("validAt"), latest ? null : said.instantOrNull("systemAt"));
        return new Answer(question, rows(said, "rows"));
    }

    private static List<Reason> reasons(JsonObject said) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonObject one : said.objects("quarantined")) {
            reasons.add(one.with("reason").word("reason", Reason.class));
        }
        return reasons;
    }

    private List<Window> windows(JsonObject said) {
        List<Window> windows = new ArrayList<>();
        for (JsonObject one : said.objects("restated")) {
            one.with("key", "from", "to");
            windows.add(new Window(key(one.object("key")), one.instant("from"), one.instantOrNull("to")));
        }
        return windows;
    }

    private Key key(JsonObject said) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        said.fields().forEach((name, node) -> {
            ColumnType type = declaration.type(name);
            if (type == null || !declaration.isKey(name)) {
                throw said.wrong(name, "is no column of the natural key.");
            }
            parts.put(name, CaseValue.expected(node, type, said.place(name)));
        });
        try {
            return declaration.dimension().key(parts);
        } catch (IllegalArgumentException incomplete) {
            throw said.wrong("is no natural key: " + incomplete.getMessage());
        }
    }

    private List<ExpectedRow> rows(JsonObject said, String field) {
        List<ExpectedRow> rows = new ArrayList<>();
        for (JsonObject row : said.objects(field)) {
            Map<String, @Nullable Object> cells = new LinkedHashMap<>();
            row.fields().forEach((name, node) -> cells.put(name, cell(row, name, node)));
            cells.putIfAbsent(HeldRow.DELETED, false);
            rows.add(new ExpectedRow(cells));
        }
        return rows;
    }

    private @Nullable Object cell(JsonObject row, String name, JsonNode node) {
        ColumnType type = declaration.type(name);
        if (type != null && declaration.isShown(name)) {
            return CaseValue.expected(node, type, row.place(name));
        }
        return switch (name) {
            case HeldRow.VALID_FROM -> row.instant(name);
            case HeldRow.VALID_TO -> row.instantOrNull(name);
            case HeldRow.SYSTEM_FROM, HeldRow.SYSTEM_TO -> systemTime(row, name);
            case HeldRow.DELETED -> row.flag(name);
            default -> throw row.wrong("has the unknown field '" + name + "', which is no column that versions show.");
        };
    }

    private @Nullable Object systemTime(JsonObject row, String name) {
        if (!declaration.dimension().isBitemporal()) {
            throw row.wrong(name, "is kept by a bitemporal history only.");
        }
        return name.equals(HeldRow.SYSTEM_TO) ? row.instantOrNull(name) : row.instant(name);
    }
}
