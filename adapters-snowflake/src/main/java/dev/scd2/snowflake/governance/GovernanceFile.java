package dev.scd2.snowflake.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads a declaration from a YAML file; JSON is YAML, too. A field that has no meaning is refused by its name, and no
 * message tells a value.
 */
public final class GovernanceFile {
    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

    private GovernanceFile() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is no declaration, with the place in it; or if its parts do not fit together,
     *     as {@link Governance.Builder#build} says
     * @throws UncheckedIOException if it cannot be read
     */
    public static Governance read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read the declaration " + file, failed);
        }
    }

    /**
     * Reads a text, as {@link #read} reads that of a file.
     *
     * @throws IllegalArgumentException as there
     */
    public static Governance parse(String text) {
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JsonProcessingException wrong) {
            int line = wrong.getLocation() == null ? 0 : wrong.getLocation().getLineNr();
            throw new IllegalArgumentException(
                    "The declaration is no YAML: see line " + line + ", or the one before it.");
        }
        return governance(new Field("the declaration", json));
    }

    private static Governance governance(Field file) {
        file.only("database", "schemas", "roles", "classes", "tables", "views", "rowPolicies", "stages")
                .and("tokenFunction", "auditViews")
                .check();
        Governance.Builder built = Governance.of(file.text("database"));
        file.each("schemas", schema -> {
            schema.only("name", "purpose").check();
            built.schema(schema.text("name"), schema.text("purpose"));
        });
        file.each("roles", role -> built.role(role(role)));
        file.each("classes", columnClass -> built.columnClass(columnClass(columnClass)));
        file.each("tables", table -> built.table(table(table)));
        file.each("views", view -> {
            view.only("schema", "name", "purpose", "of", "columns").check();
            String[] of = view.pair("of");
            built.view(SecureView.of(
                    view.text("schema"), view.text("name"), view.text("purpose"), of[0], of[1], view.texts("columns")));
        });
        file.each("rowPolicies", policy -> built.rowPolicy(rowPolicy(policy)));
        file.each("stages", stage -> {
            stage.only("schema", "name", "kind").check();
            built.stage(
                    stage.text("schema"),
                    stage.text("name"),
                    constant(stage, "kind", StageKind.class, stage.text("kind")));
        });
        if (file.has("tokenFunction")) {
            built.tokenFunction(file.text("tokenFunction"));
        }
        if (file.has("auditViews")) {
            built.auditViews(file.text("auditViews"));
        }
        return built.build();
    }

    private static FunctionalRole role(Field json) {
        json.only("name", "purpose", "inherits", "access", "warehouses").check();
        FunctionalRole role = FunctionalRole.named(json.text("name"), json.text("purpose"));
        for (String inherited : json.texts("inherits")) {
            role = role.inherits(inherited);
        }
        for (String schema : json.names("access")) {
            for (String access : json.in("access").texts(schema)) {
                role = role.access(schema, constant(json, "access", Access.class, access));
            }
        }
        for (String warehouse : json.texts("warehouses")) {
            role = role.warehouse(warehouse);
        }
        return role;
    }

    private static ColumnClass columnClass(Field json) {
        json.only("name", "purpose", "shows").check();
        ColumnClass columnClass = ColumnClass.named(json.text("name"), json.text("purpose"));
        for (String role : json.names("shows")) {
            columnClass = columnClass.shows(role, mask(json.in("shows"), role));
        }
        return columnClass;
    }

    private static Mask mask(Field shows, String role) {
        if (shows.isObject(role)) {
            Field mask = shows.in(role);
            mask.only("grouped", "as", "band").check();
            return mask.has("band")
                    ? Mask.band(mask.number("band"))
                    : Mask.grouped(mask.texts("grouped"), mask.text("as"));
        }
        return switch (shows.text(role)) {
            case "clear" -> Mask.clear();
            case "token" -> Mask.token();
            case "month" -> Mask.month();
            case "zip3" -> Mask.zip3();
            case "year" -> Mask.year();
            case "hidden" -> Mask.hidden();
            default ->
                throw shows.wrong(
                        role,
                        "one of clear, token, month, zip3, year, hidden, {band: width} and"
                                + " {grouped: [beginnings], as: replacement}");
        };
    }

    private static GovernedTable table(Field json) {
        json.only("schema", "name", "columns", "rowsBy").check();
        GovernedTable[] table = {GovernedTable.of(json.text("schema"), json.text("name"))};
        json.each("columns", column -> {
            column.only("name", "type", "class").check();
            table[0] = column.has("class")
                    ? table[0].column(column.text("name"), column.text("type"), column.text("class"))
                    : table[0].column(column.text("name"), column.text("type"));
        });
        if (json.has("rowsBy")) {
            Field by = json.in("rowsBy");
            by.only("policy", "column").check();
            return table[0].rowsBy(by.text("policy"), by.text("column"));
        }
        return table[0];
    }

    private static RowPolicy rowPolicy(Field json) {
        json.only("name", "purpose", "type", "entitledBy", "allRowsFor").check();
        RowPolicy policy = RowPolicy.named(json.text("name"), json.text("purpose"), json.text("type"));
        if (json.has("entitledBy")) {
            Field by = json.in("entitledBy");
            by.only("table", "user", "value").check();
            policy = policy.entitledBy(by.text("table"), by.text("user"), by.text("value"));
        }
        for (String role : json.texts("allRowsFor")) {
            policy = policy.allRowsFor(role);
        }
        return policy;
    }

    private static <E extends Enum<E>> E constant(Field json, String field, Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw json.wrong(
                field, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }
}
