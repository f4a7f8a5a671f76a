package dev.scd2.tck.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.LateRecord;
import dev.scd2.dimension.SystemTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dimension of a case as its file declares it. Immutable. */
final class Declaration {
    private static final String TABLE = "case_history";

    private final JsonObject said;
    private final List<String> naturalKey;
    private final Map<String, ColumnType> columns;
    private final Map<String, AttributePolicy> policies;
    private final Dimension dimension;

    private enum Kept {
        VALID,
        BITEMPORAL
    }

    private Declaration(JsonObject said, Map<String, ColumnType> columns) {
        this.said = said;
        this.columns = columns;
        naturalKey = said.texts("naturalKey");
        policies = new LinkedHashMap<>();
        if (said.has("policies")) {
            JsonObject object = said.object("policies");
            object.fields().keySet().forEach(name -> policies.put(name, object.word(name, AttributePolicy.class)));
        }
        try {
            dimension = build();
        } catch (IllegalArgumentException | IllegalStateException impossible) {
            throw said.wrong("cannot be: " + impossible.getMessage());
        }
    }

    /**
     * Reads the dimension of a case.
     *
     * @param later columns that steps add
     */
    static Declaration read(JsonObject said, Set<String> later) {
        said.with(
                "naturalKey",
                "columns",
                "policies",
                "deletes",
                "history",
                "systemTime",
                "fedBy",
                "maxDeleteShare",
                "rejectLimit",
                "onConflict",
                "tieBreak",
                "personal",
                "allowNewColumns",
                "watermark",
                "overlap",
                "lookup");
        Declaration declaration = new Declaration(said, types(said.object("columns")));
        Set<String> attributes = new LinkedHashSet<>(declaration.columns.keySet());
        attributes.addAll(later);
        declaration.naturalKey.forEach(attributes::remove);
        for (String name : declaration.policies.keySet()) {
            if (!attributes.contains(name)) {
                throw said.wrong("policies", "names '" + name + "', which is no column outside the natural key.");
            }
        }
        return declaration;
    }

    static Map<String, ColumnType> types(JsonObject columns) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (String name : columns.fields().keySet()) {
            try {
                types.put(name, ColumnType.named(columns.text(name)));
            } catch (IllegalArgumentException unknown) {
                throw columns.wrong(name, "cannot be: " + unknown.getMessage());
            }
        }
        return types;
    }

    /** Returns this with columns more, or of other types. */
    Declaration with(Map<String, ColumnType> added) {
        Map<String, ColumnType> more = new LinkedHashMap<>(columns);
        more.putAll(added);
        return new Declaration(said, more);
    }

    Dimension dimension() {
        return dimension;
    }

    /** Returns the type of a column, or null if there is none of this name. */
    @Nullable
    ColumnType type(String column) {
        return columns.get(column);
    }

    boolean isKey(String column) {
        return naturalKey.contains(column);
    }

    /** Returns whether versions show the column. */
    boolean isShown(String column) {
        return columns.containsKey(column) && policies.get(column) != AttributePolicy.IGNORE;
    }

    /** Returns the columns by which facts find a version. */
    List<String> lookupKey() {
        List<String> columnsSaid = lookup("key");
        return columnsSaid.isEmpty() ? naturalKey : columnsSaid;
    }

    /** Returns the columns that decide where several versions are in force; none if nothing is declared. */
    List<String> lookupOrder() {
        return lookup("order");
    }

    private List<String> lookup(String field) {
        if (!said.has("lookup")) {
            return List.of();
        }
        JsonObject lookup = said.object("lookup").with("key", "order");
        List<String> names = lookup.texts(field);
        for (String name : names) {
            if (!isShown(name)) {
                throw lookup.wrong(field, "names '" + name + "', which versions do not show.");
            }
        }
        return names;
    }

    private Dimension build() {
        Dimension.Builder builder = Dimension.named(TABLE);
        for (String name : naturalKey) {
            ColumnType type = columns.get(name);
            if (type == null) {
                throw said.wrong("naturalKey", "names '" + name + "', which is not among the columns.");
            }
            builder.key(name, type);
        }
        columns.forEach((name, type) -> {
            if (!isKey(name)) {
                builder.attribute(name, type, policies.getOrDefault(name, AttributePolicy.TRACK));
            }
        });
        builder.deletes(said.word("deletes", DeletePolicy.class, DeletePolicy.CLOSE))
                .conflicts(said.word("onConflict", ConflictPolicy.class, ConflictPolicy.QUARANTINE))
                .fedBy(said.word("fedBy", Feed.class, Feed.CHANGES));
        if (said.word("history", Kept.class, Kept.VALID) == Kept.BITEMPORAL) {
            builder.systemTime(said.word("systemTime", SystemTime.class, SystemTime.LOAD));
        }
        settle(builder);
        return builder.build();
    }

    private void settle(Dimension.Builder builder) {
        if (said.find("maxDeleteShare") != null) {
            builder.maxDeleteShare(said.number("maxDeleteShare"));
        }
        if (said.find("rejectLimit") != null) {
            builder.rejectLimit(said.wholeNumber("rejectLimit"));
        }
        if (said.find("tieBreak") != null) {
            builder.tieBreak(said.text("tieBreak"));
        }
        if (said.flag("allowNewColumns")) {
            builder.allowNewColumns();
        }
        builder.personal(
                said.texts("personal").stream().filter(columns::containsKey).toArray(String[]::new));
        builder.overlapOrder(said.texts("overlap").toArray(new String[0]));
        JsonNode watermark = said.find("watermark");
        if (watermark != null) {
            JsonObject declared = said.object("watermark").with("at", "late");
            builder.watermark(declared.instant("at"), declared.word("late", LateRecord.class));
        }
    }
}
