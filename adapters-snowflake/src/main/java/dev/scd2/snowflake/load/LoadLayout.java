package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.declared;
import static dev.scd2.snowflake.internal.Spelling.literal;

import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The layers of a database, how files come into the first of them, and its tables. Immutable.
 *
 * <pre>{@code
 * LoadLayout layout = LoadLayout.of("payer")
 *         .stage(LoadStage.external("lake", "s3://lake/production/", "lake_s3", roleArn))
 *         .raw("members");
 * layout.script().run(connection);
 * }</pre>
 *
 * <p>A raw table has the columns of a lake's files, which are the envelope of a message ({@code op}, {@code key}, {@code
 * before}, {@code after}, {@code lsn}, {@code total_order}, {@code tx_id}, {@code ts_us}, {@code part}, {@code off}, {@code
 * problem}, {@code payload}), and then which load brought the row and when, from which file, and from which row of it.
 *
 * <p>Names are spelled as those of a {@link dev.scd2.snowflake.SnowflakeStore}: people write {@code payer.raw.members}
 * without quotes.
 */
public final class LoadLayout {
    static final String RAW = "raw";
    /** What COPY said of each file, in the raw layer. */
    static final String HISTORY = "_loaded_files";

    private static final String FORMAT = "lake_parquet";
    private static final String WHOLE = "NUMBER(38, 0)";

    private final String database;
    private final List<LoadStage> stages;
    private final List<String> entities;

    private LoadLayout(String database, List<LoadStage> stages, List<String> entities) {
        this.database = database;
        this.stages = List.copyOf(stages);
        this.entities = List.copyOf(entities);
    }

    /** Returns the layers of a database, which is made by somebody else, without stages and tables. */
    public static LoadLayout of(String database) {
        return new LoadLayout(database, List.of(), List.of());
    }

    /** Returns this layout with a stage. */
    public LoadLayout stage(LoadStage stage) {
        List<LoadStage> more = new ArrayList<>(stages);
        more.add(stage);
        return new LoadLayout(database, more, entities);
    }

    /**
     * Returns this layout with the raw table of an entity.
     *
     * @throws IllegalArgumentException if a lake cannot have an entity of this name
     */
    public LoadLayout raw(String entity) {
        if (!entity.matches("[A-Za-z0-9_.-]+") || entity.equals(HISTORY)) {
            throw new IllegalArgumentException(
                    "An entity of a lake is named by letters, digits, underscores, dots and hyphens.");
        }
        List<String> more = new ArrayList<>(entities);
        more.add(entity);
        return new LoadLayout(database, stages, more);
    }

    /** Returns the statements that make what is declared, and leave alone what is there. */
    public Script script() {
        List<Step> steps = new ArrayList<>();
        layers().forEach((schema, purpose) -> steps.add(new Step(
                "The layer " + schema + ": " + purpose + ".",
                "CREATE SCHEMA IF NOT EXISTS " + declared(database, schema) + " WITH MANAGED ACCESS COMMENT = "
                        + literal(purpose))));
        steps.add(new Step(
                "How the lake's files are read.",
                "CREATE FILE FORMAT IF NOT EXISTS " + format()
                        + "\nTYPE = PARQUET\nCOMPRESSION = AUTO\nBINARY_AS_TEXT = FALSE\nUSE_LOGICAL_TYPE = TRUE"));
        stages.forEach(stage -> steps.addAll(stage.steps(database, format())));
        steps.add(new Step(
                "Which load brought which file, as COPY told it.",
                "CREATE TABLE IF NOT EXISTS " + history()
                        + " (\n    \"ENTITY\" VARCHAR NOT NULL,\n    \"FILE\" VARCHAR NOT"
                        + " NULL,\n    \"STATUS\" VARCHAR NOT NULL,\n    \"ROWS_PARSED\" " + WHOLE
                        + " NOT NULL,\n    \"ROWS_LOADED\" " + WHOLE + " NOT NULL,\n    \"LOAD_ID\" " + WHOLE
                        + " NOT NULL,\n    \"LOAD_TIME\" TIMESTAMP_NTZ(6) NOT NULL\n)"));
        for (String entity : entities) {
            String columns = columns().entrySet().stream()
                    .map(column -> "    " + declared(column.getKey()) + " " + column.getValue())
                    .collect(Collectors.joining(",\n"));
            steps.add(new Step(
                    "The messages of " + entity + ", as they landed.",
                    "CREATE TABLE IF NOT EXISTS " + table(entity) + " (\n" + columns + "\n)"));
        }
        return new Script(steps);
    }

    private static Map<String, String> layers() {
        Map<String, String> layers = new LinkedHashMap<>();
        layers.put(RAW, "messages as they landed");
        layers.put("staging", "typed rows");
        layers.put("intermediate", "rows put together");
        layers.put("marts", "curated tables");
        return layers;
    }

    /** Returns the columns that a file has, with their types. */
    static Map<String, String> envelope() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("op", "VARCHAR");
        List.of("key", "before", "after").forEach(name -> columns.put(name, "VARCHAR"));
        List.of("lsn", "total_order", "tx_id", "ts_us", "part", "off").forEach(name -> columns.put(name, WHOLE));
        List.of("problem", "payload").forEach(name -> columns.put(name, "VARCHAR"));
        return columns;
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = envelope();
        List.of("op", "part", "off").forEach(name -> columns.compute(name, (same, type) -> type + " NOT NULL"));
        columns.put("load_id", WHOLE + " NOT NULL");
        columns.put("load_time", "TIMESTAMP_NTZ(6) NOT NULL");
        columns.put("file", "VARCHAR NOT NULL");
        columns.put("file_row", WHOLE + " NOT NULL");
        return columns;
    }

    String database() {
        return database;
    }

    String table(String entity) {
        return declared(database, RAW, entity);
    }

    String history() {
        return declared(database, RAW, HISTORY);
    }

    /** Returns the query of the files of an entity that were loaded. */
    Step takenStep(String entity) {
        return new Step(
                "Which files of " + entity + " were taken.",
                "SELECT h.\"FILE\" AS \"name\" FROM " + history() + " AS h WHERE h.\"ENTITY\" = " + literal(entity));
    }

    String format() {
        return declared(database, RAW, FORMAT);
    }

    /**
     * Returns the place of an entity's files, as a statement writes it.
     *
     * @throws IllegalArgumentException if the stage or the entity is not declared
     */
    String place(String stage, String entity) {
        if (stages.stream().noneMatch(each -> each.name().equals(stage)) || !entities.contains(entity)) {
            throw new IllegalArgumentException(
                    "The layout has no stage " + stage + " or no raw table " + entity + ". Declare both.");
        }
        return "@" + declared(database, RAW, stage) + "/entity=" + entity + "/";
    }
}
