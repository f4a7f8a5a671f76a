package dev.scd2.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code scd2_cli} of a file: a declaration for each table, as JSON. Stateless. */
final class DeclarationTable {
    private static final JsonMapper JSON = new JsonMapper();

    private DeclarationTable() {}

    /** Returns the names of the tables that the file has. */
    static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        if (exists(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT name FROM scd2_cli ORDER BY name")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** Returns the declaration of {@code table}, if the file has it. */
    static Optional<Declaration> find(Connection connection, String table) throws SQLException {
        if (!exists(connection)) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT declaration FROM scd2_cli WHERE name = ?")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(read(table, rows.getString(1))) : Optional.empty();
            }
        }
    }

    /** Keeps a declaration in place of the one before. */
    static void save(Connection connection, Declaration declaration) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS scd2_cli (name VARCHAR PRIMARY KEY, declaration VARCHAR NOT NULL)");
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO scd2_cli VALUES (?, ?)")) {
            statement.setString(1, declaration.table());
            statement.setString(2, write(declaration));
            statement.execute();
        }
    }

    /** Forgets the declaration of {@code table}. */
    static void forget(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM scd2_cli WHERE name = ?")) {
            statement.setString(1, table);
            statement.execute();
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT 1 FROM duckdb_tables() WHERE table_name = 'scd2_cli'")) {
            return rows.next();
        }
    }

    private static String write(Declaration declaration) {
        Reading reading = declaration.reading();
        ObjectNode json = JSON.createObjectNode();
        declaration.key().forEach(column -> json.withArray("key").add(columnNode(column)));
        declaration.attributes().forEach(column -> json.withArray("attributes").add(columnNode(column)));
        declaration.personal().forEach(json.withArray("personal")::add);
        json.put("deletes", Words.of(declaration.deletes()));
        reading.keyForms().forEach(form -> json.withArray("normalizeKey").add(Words.of(form)));
        reading.renames().forEach((from, to) -> json.withObject("/rename").put(from, to));
        json.put("headerCase", Words.of(reading.headerCase()));
        reading.unsaid().stream().sorted().forEach(json.withArray("unsaid")::add);
        reading.ignored().stream().sorted().forEach(json.withArray("ignore")::add);
        json.put("validFrom", reading.validFrom());
        json.put("sequence", reading.sequence());
        json.put("op", reading.operation());
        json.put("preset", Words.of(declaration.preset()));
        return json.toString();
    }

    private static ObjectNode columnNode(Column column) {
        return JSON.createObjectNode()
                .put("name", column.name())
                .put("type", column.type().toString())
                .put("policy", Words.of(column.policy()));
    }

    private static Declaration read(String table, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Map<String, String> renames = new LinkedHashMap<>();
            json.path("rename")
                    .properties()
                    .forEach(rename ->
                            renames.put(rename.getKey(), rename.getValue().asText()));
            List<KeyForm> keyForms = new ArrayList<>();
            texts(json, "normalizeKey").forEach(form -> keyForms.add(constant(KeyForm.class, form)));
            Reading reading = new Reading(
                    keyForms,
                    renames,
                    constant(Reading.HeaderCase.class, json.path("headerCase").asText()),
                    texts(json, "unsaid"),
                    texts(json, "ignore"),
                    json.path("validFrom").textValue(),
                    json.path("sequence").textValue(),
                    json.path("op").textValue());
            return new Declaration(
                    table,
                    columns(json, "key"),
                    columns(json, "attributes"),
                    List.copyOf(texts(json, "personal")),
                    constant(DeletePolicy.class, json.path("deletes").asText()),
                    reading,
                    constant(Preset.class, json.path("preset").asText("own")));
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            throw Failure.of(
                    "The declaration of table " + table + " in scd2_cli is not readable. Was it changed by hand?",
                    unreadable);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static List<Column> columns(JsonNode json, String name) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : json.path(name)) {
            columns.add(new Column(
                    column.path("name").asText(),
                    ColumnType.named(column.path("type").asText()),
                    constant(AttributePolicy.class, column.path("policy").asText())));
        }
        return columns;
    }

    private static Set<String> texts(JsonNode json, String name) {
        Set<String> texts = new LinkedHashSet<>();
        if (json.path(name) instanceof ArrayNode array) {
            array.forEach(text -> texts.add(text.asText()));
        }
        return texts;
    }
}
