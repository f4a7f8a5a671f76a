package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.declared;
import static dev.scd2.snowflake.internal.Spelling.literal;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.error.StoreException;
import dev.scd2.snowflake.SnowflakeDialect;
import dev.scd2.snowflake.script.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Copies the files of an entity into its raw table, each once. Confined to the thread that has its connection.
 *
 * <p>Which files are there is listed, and which were taken is kept in {@code raw._loaded_files}, by the same transaction
 * that copies them: it does not rest on Snowflake's own memory of files, which ends after 64 days. A file that compaction
 * made of files that were taken is known by its offsets and left out. One load of an entity runs at a time.
 */
public final class RawLoad {
    /** As many files as one COPY takes by name. */
    private static final int MOST_FILES = 1000;

    private final LoadLayout layout;
    private final String entity;
    private final String place;
    private final Clock clock;

    private RawLoad(LoadLayout layout, String entity, String place, Clock clock) {
        this.layout = layout;
        this.entity = entity;
        this.place = place;
        this.clock = clock;
    }

    /**
     * Returns the load of an entity from a stage.
     *
     * @throws IllegalArgumentException if the layout does not have both
     */
    public static RawLoad of(LoadLayout layout, String entity, String stage, Clock clock) {
        return new RawLoad(layout, entity, layout.place(stage, entity), clock);
    }

    /**
     * Copies the files that were not taken yet, up to a thousand of them, in one transaction.
     *
     * @return what COPY said of each file; empty where there was none to take
     * @throws StoreException if a file holds some offsets that were taken and some that were not, or a statement fails; in
     *     both cases nothing is loaded
     */
    public List<LoadedFile> run(Connection connection) {
        try {
            List<LakeRange> files = waiting(connection);
            if (files.isEmpty()) {
                return List.of();
            }
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                List<LoadedFile> loaded = copy(connection, files);
                connection.commit();
                return loaded;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(before);
            }
        } catch (SQLException failed) {
            throw new StoreException(
                    "Cannot load files of " + entity + " (SQL state " + failed.getSQLState() + "). Nothing was loaded.",
                    failed);
        }
    }

    private List<LoadedFile> copy(Connection connection, List<LakeRange> files) throws SQLException {
        long load = nextLoad(connection);
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<LoadedFile> loaded = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        copyStep(load, now, files.stream().map(LakeRange::file).toList())
                                .sql())) {
            while (row.next()) {
                loaded.add(new LoadedFile(
                        LakeRange.of(row.getString("file")).map(LakeRange::file).orElse(row.getString("file")),
                        row.getString("status"),
                        row.getLong("rows_parsed"),
                        row.getLong("rows_loaded")));
            }
        }
        if (loaded.size() != files.size()) {
            throw new StoreException(
                    "COPY took " + loaded.size() + " of " + files.size() + " files of " + entity
                            + ": Snowflake remembers some that raw." + LoadLayout.HISTORY
                            + " does not have. Nothing was loaded; look at COPY_HISTORY of the table.",
                    null);
        }
        remember(connection, load, now, loaded);
        return List.copyOf(loaded);
    }

    private List<LakeRange> waiting(Connection connection) throws SQLException {
        List<LakeRange> there = ranges(connection, readSteps().get(0).sql());
        List<LakeRange> taken = ranges(connection, readSteps().get(1).sql());
        List<LakeRange> waiting = new ArrayList<>();
        for (LakeRange file : there) {
            boolean covered = there.stream().anyMatch(wide -> !wide.equals(file) && wide.covers(file));
            if (!covered && !isTaken(file, taken)) {
                waiting.add(file);
            }
        }
        return waiting.subList(0, Math.min(MOST_FILES, waiting.size()));
    }

    /** Files are taken in order, so one whose first and last offsets both begin and end a taken one is taken as a whole. */
    private boolean isTaken(LakeRange file, List<LakeRange> taken) {
        List<LakeRange> overlapping =
                taken.stream().filter(other -> other.overlaps(file)).toList();
        if (overlapping.isEmpty()) {
            return false;
        }
        boolean begins = overlapping.stream().anyMatch(other -> other.first() <= file.first());
        boolean ends = overlapping.stream().anyMatch(other -> other.last() >= file.last());
        if (begins && ends) {
            return true;
        }
        throw new StoreException(
                "The file " + file.file()
                        + " holds offsets that were loaded and others that were not: files were compacted"
                        + " before all of them were loaded. Nothing was loaded; load its other rows by hand, or the table"
                        + " anew.",
                null);
    }

    private static List<LakeRange> ranges(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<LakeRange> ranges = new ArrayList<>();
            while (row.next()) {
                LakeRange.of(row.getString("name")).ifPresent(ranges::add);
            }
            return ranges;
        }
    }

    private long nextLoad(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(nextStep().sql())) {
            row.next();
            return row.getLong(1);
        }
    }

    Step nextStep() {
        return new Step(
                "Which number the load has.",
                "SELECT COALESCE(MAX(h.\"LOAD_ID\"), 0) + 1 AS \"next\" FROM " + layout.history() + " AS h");
    }

    private void remember(Connection connection, long load, LocalDateTime now, List<LoadedFile> loaded)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(rememberStep().sql())) {
            for (LoadedFile file : loaded) {
                insert.setString(1, entity);
                insert.setString(2, file.file());
                insert.setString(3, file.status());
                insert.setLong(4, file.rowsParsed());
                insert.setLong(5, file.rowsLoaded());
                insert.setLong(6, load);
                insert.setString(7, time(now));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String time(LocalDateTime time) {
        return time.toString().replace('T', ' ');
    }

    Step rememberStep() {
        return new Step(
                "What COPY said of the files of " + entity + ".",
                "INSERT INTO " + layout.history()
                        + " (\"ENTITY\", \"FILE\", \"STATUS\", \"ROWS_PARSED\", \"ROWS_LOADED\", \"LOAD_ID\","
                        + " \"LOAD_TIME\")\nVALUES (?, ?, ?, ?, ?, ?, ?)");
    }

    List<Step> readSteps() {
        return List.of(new Step("Which files of " + entity + " are there.", "LIST " + place), layout.takenStep(entity));
    }

    /**
     * Compares the columns of the entity's files with those of the raw table, but for those that a load adds itself.
     *
     * @throws StoreException if one of them cannot be read
     */
    public SchemaDrift drift(Connection connection) {
        Map<String, String> files = new LinkedHashMap<>();
        columns(connection, inferStep())
                .forEach((name, type) -> files.put(SnowflakeDialect.INSTANCE.catalogued(name), type));
        Map<String, String> held = columns(connection, heldStep());
        List.of("LOAD_ID", "LOAD_TIME", "FILE", "FILE_ROW").forEach(held::remove);
        return SchemaDrift.between(layout.table(entity), files, held);
    }

    private Map<String, String> columns(Connection connection, Step step) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(step.sql())) {
            Map<String, String> columns = new LinkedHashMap<>();
            while (row.next()) {
                columns.put(row.getString(1), row.getString(2));
            }
            return columns;
        } catch (SQLException failed) {
            throw new StoreException(
                    "Cannot read the columns of " + entity + " (SQL state " + failed.getSQLState()
                            + "). Nothing was changed.",
                    failed);
        }
    }

    Step inferStep() {
        return new Step(
                "Which columns the files of " + entity + " have.",
                "SELECT r.* FROM TABLE(INFER_SCHEMA(LOCATION => " + literal(place) + ", FILE_FORMAT => "
                        + literal(layout.format()) + ")) AS r");
    }

    Step heldStep() {
        return new Step("Which columns the raw table of " + entity + " has.", "DESCRIBE TABLE " + layout.table(entity));
    }

    Step copyStep(long load, LocalDateTime now, List<String> files) {
        Map<String, String> columns = LoadLayout.envelope();
        String targets = columns.keySet().stream().map(name -> declared(name)).collect(Collectors.joining(", "));
        String values = columns.entrySet().stream()
                .map(column -> "        $1:" + quoted(column.getKey()) + "::" + column.getValue())
                .collect(Collectors.joining(",\n"));
        String directory = "entity=" + entity + "/";
        String names = files.stream()
                .map(file -> "    " + literal(file.substring(directory.length())))
                .collect(Collectors.joining(",\n"));
        return new Step(
                "Load " + load + " of " + entity + ": each row with its load, its file and its place in it.",
                "COPY INTO " + layout.table(entity) + " (" + targets
                        + ", \"LOAD_ID\", \"LOAD_TIME\", \"FILE\", \"FILE_ROW\")\nFROM (\n    SELECT\n" + values
                        + ",\n        " + load + ",\n        " + literal(time(now))
                        + "::TIMESTAMP_NTZ(6),\n        METADATA$FILENAME,\n        METADATA$FILE_ROW_NUMBER\n    FROM "
                        + place + "\n)\nFILES = (\n" + names + "\n)\nFILE_FORMAT = (FORMAT_NAME = "
                        + literal(layout.format()) + ")\nON_ERROR = ABORT_STATEMENT");
    }
}
