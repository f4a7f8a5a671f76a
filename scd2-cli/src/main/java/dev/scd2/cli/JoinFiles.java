package dev.scd2.cli;

import dev.scd2.sql.join.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts and versions in files, as views of a DuckDB in memory, and the result as another file. In a CSV file every column is
 * text, as everywhere; times in it are read as such. Confined to one thread.
 */
final class JoinFiles implements AutoCloseable {
    private static final String FROM = "scd2_valid_from";
    private static final String TO = "scd2_valid_to";
    private static final String ROW = "scd2_row";
    private static final String SYSTEM_FROM = "system_from";
    private static final String SYSTEM_TO = "system_to";

    private final Connection connection;
    private final ZoneId zone;
    private final List<String> definitions = new ArrayList<>();
    private final Map<String, String> bodies = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int views;

    private JoinFiles(Connection connection, ZoneId zone) {
        this.connection = connection;
        this.zone = zone;
    }

    static JoinFiles open(ZoneId zone) {
        try {
            JoinFiles files = new JoinFiles(DriverManager.getConnection("jdbc:duckdb:"), zone);
            files.define("SET TimeZone = 'UTC'");
            return files;
        } catch (SQLException unavailable) {
            throw Failure.of(
                    "The DuckDB library could not be started; the temporary directory must be writable.", unavailable);
        }
    }

    /** Returns what a file is called without its ending. */
    static String name(String file) {
        int table = file.lastIndexOf('#');
        if (table >= 0) {
            return file.substring(table + 1);
        }
        String name = String.valueOf(Path.of(file).getFileName());
        int end = name.indexOf('.');
        return end > 0 ? name.substring(0, end) : name;
    }

    /** A file that can be asked. */
    final class Table {
        private final String file;
        private final String view;
        private final Map<String, String> types;
        private final List<String> more = new ArrayList<>();

        private Table(String file, String view, Map<String, String> types) {
            this.file = file;
            this.view = view;
            this.types = types;
        }

        /** Returns the columns that the file has. */
        List<String> columns() {
            return List.copyOf(types.keySet());
        }

        /** Returns a query of the file, with those columns beside its own that were asked for. */
        String query() {
            return "SELECT * FROM " + id(view);
        }

        /** Returns whether a column holds dates: by its type, or as text in each of its rows. */
        boolean isDate(String column) {
            String type = type(column);
            if (!type.equals("VARCHAR")) {
                return type.equals("DATE");
            }
            return one("SELECT count(" + id(column) + ") > 0 AND coalesce(bool_and(regexp_full_match(" + id(column)
                            + ", '\\d{4}-\\d{2}-\\d{2}')), false) FROM " + id(view))
                    .equals("true");
        }

        /** Returns a column with the dates of a column that {@linkplain #isDate holds} some. */
        String date(String column) {
            if (type(column).equals("DATE")) {
                return column;
            }
            String as = "scd2_date_of_" + column;
            add(as, "CAST(" + id(column) + " AS DATE)");
            return as;
        }

        /** Returns a column with the instants of a column. */
        String instant(String column) {
            String type = type(column);
            if (type.startsWith("TIMESTAMP WITH")) {
                return column;
            }
            String as = "scd2_instant_of_" + column;
            requireTimes(column);
            add(as, "CAST(" + id(column) + " AS TIMESTAMPTZ)");
            return as;
        }

        private void requireTimes(String column) {
            String wrong = one("SELECT count(*) FROM " + id(view) + " WHERE " + id(column)
                    + " IS NOT NULL AND TRY_CAST(" + id(column) + " AS TIMESTAMPTZ) IS NULL");
            if (!wrong.equals("0")) {
                throw Failure.of("In " + file + " the column " + column + " holds " + wrong
                        + " values that are no times. Write them as 2026-03-01T12:00:00Z or 2026-03-01, and leave those"
                        + " empty that are not known.");
            }
        }

        private String type(String column) {
            String type = types.get(column);
            if (type == null) {
                throw Failure.usage(file + " has no column " + column + ". It has " + columns() + ".");
            }
            return type;
        }

        private void add(String column, String expression) {
            if (!more.contains(column)) {
                more.add(column);
                redefine(this, "SELECT *, " + expression + " AS " + id(column) + " FROM (" + bodies.get(view) + ")");
            }
        }

        /** Returns the table of versions, whose natural key these columns are unless versions of one key overlap. */
        Versions versions(List<String> key) {
            key.forEach(this::type);
            Versions versions = Versions.table(view).validity(FROM, TO);
            if (types.containsKey(SYSTEM_FROM) && types.containsKey(SYSTEM_TO)) {
                versions = versions.systemTime(instant(SYSTEM_FROM), instant(SYSTEM_TO));
            }
            return versions.key(overlap(key) ? new String[] {ROW} : key.toArray(String[]::new));
        }

        private boolean overlap(List<String> key) {
            String columns = String.join(", ", key.stream().map(JoinFiles::id).toList());
            String belief = types.containsKey(SYSTEM_FROM) ? ", " + id(SYSTEM_FROM) : "";
            return one("SELECT coalesce(bool_or(crosses), false) FROM (SELECT lead(" + FROM + ") OVER (PARTITION BY "
                            + columns + belief + " ORDER BY " + FROM + ", " + TO + ") < coalesce(" + TO
                            + ", TIMESTAMPTZ '9999-12-31') AS crosses FROM " + id(view) + ")")
                    .equals("true");
        }
    }

    /** Returns the facts in a file. */
    Table facts(String file) {
        return table(file, "facts");
    }

    /**
     * Returns the versions in a file.
     *
     * @param from the column of their starts
     * @param until the column of their ends, exclusive; null where {@code lastDay} is said, and else {@code valid_to}
     * @param lastDay the column of their last days, inclusive; null where there is none
     * @param believed whether they must say when they were believed
     */
    Table versions(String file, String from, @Nullable String until, @Nullable String lastDay, boolean believed) {
        if (until != null && lastDay != null) {
            throw Failure.usage("Say --until or --last-day, not both.");
        }
        Table table = table(file, "versions" + ++views);
        if (believed) {
            table.type(SYSTEM_FROM);
            table.type(SYSTEM_TO);
        }
        String end = lastDay != null ? lastDay : until != null ? until : "valid_to";
        table.requireTimes(from);
        table.requireTimes(end);
        String start = start(table, from, 0);
        String to = start(table, end, lastDay == null ? 0 : 1);
        redefine(
                table,
                "SELECT *, " + start + " AS " + FROM + ", " + to + " AS " + TO + ", row_number() OVER () AS " + ROW
                        + " FROM (" + bodies.get(table.view) + ")");
        String startless = one("SELECT count(*) FROM " + id(table.view) + " WHERE " + FROM + " IS NULL");
        if (!startless.equals("0")) {
            throw Failure.of("In " + file + " " + startless
                    + " versions have no start. Take them out, or say with --from" + " which column holds it.");
        }
        String empty = FROM + " >= " + TO;
        String voids = one("SELECT count(*) FROM " + id(table.view) + " WHERE " + empty);
        if (!voids.equals("0")) {
            notes.add("In " + file + " " + voids + " versions end before or when they start. They are void, and no fact"
                    + " meets them.");
            redefine(table, "SELECT * FROM (" + bodies.get(table.view) + ") WHERE (" + empty + ") IS NOT TRUE");
        }
        return table;
    }

    /** The first instant of a day, or an instant as it is; null where there is none or it is the end of time. */
    private String start(Table table, String column, int daysLater) {
        if (table.isDate(column) || daysLater > 0) {
            String date = "CAST(" + id(column) + " AS DATE)";
            return "CASE WHEN " + date + " < DATE '9999-12-30' THEN CAST(" + date + " + " + daysLater
                    + " AS TIMESTAMP) AT TIME ZONE '" + zone.getId() + "' END";
        }
        String instant = "CAST(" + id(column) + " AS TIMESTAMPTZ)";
        return "CASE WHEN " + instant + " < TIMESTAMPTZ '9999-12-31' THEN " + instant + " END";
    }

    /** Returns a column of the facts that can be compared with one of the versions. */
    String comparable(Table facts, String factColumn, Table versions, String versionColumn) {
        String one = facts.type(factColumn);
        String other = versions.type(versionColumn);
        if (one.equals(other) || !(one.equals("VARCHAR") || other.equals("VARCHAR"))) {
            return factColumn;
        }
        if (one.equals("VARCHAR")) {
            String wrong = one("SELECT count(*) FROM " + id(facts.view) + " WHERE " + id(factColumn)
                    + " IS NOT NULL AND TRY_CAST(" + id(factColumn) + " AS " + other + ") IS NULL");
            if (!wrong.equals("0")) {
                throw Failure.of("In " + facts.file + " the column " + factColumn + " holds " + wrong
                        + " values that are no " + other + ", as the column " + versionColumn + " of " + versions.file
                        + " is.");
            }
        }
        String as = "scd2_" + other.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + "_of_" + factColumn;
        facts.add(as, "CAST(" + id(factColumn) + " AS " + other + ")");
        return as;
    }

    private Table table(String file, String view) {
        String source = source(file, view);
        define("CREATE VIEW " + id(view) + " AS " + source);
        bodies.put(view, source);
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE " + id(view))) {
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        } catch (SQLException unreadable) {
            throw Failure.of(file + " cannot be read: " + reason(unreadable), unreadable);
        }
        return new Table(file, view, types);
    }

    private String source(String file, String view) {
        int table = file.lastIndexOf('#');
        Path path = Path.of(table < 0 ? file : file.substring(0, table));
        if (!Files.isRegularFile(path)) {
            throw Failure.of("There is no file " + path + ".");
        }
        String text = ReaderConnection.literal(path.toString());
        if (table >= 0) {
            String catalog = "of_" + view;
            define("ATTACH " + text + " AS " + id(catalog) + " (READ_ONLY)");
            String name = file.substring(table + 1);
            int schema = name.indexOf('.');
            return "SELECT * FROM " + id(catalog) + "."
                    + (schema < 0
                            ? "main." + id(name)
                            : id(name.substring(0, schema)) + "." + id(name.substring(schema + 1)));
        }
        String ending = path.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (ending.endsWith(".parquet")) {
            return "SELECT * FROM read_parquet(" + text + ")";
        }
        if (ending.endsWith(".csv") || ending.endsWith(".tsv") || ending.endsWith(".txt")) {
            return "SELECT * FROM read_csv(" + text
                    + ", header=true, all_varchar=true, quote='\"', escape='\"', delim='"
                    + (ending.endsWith(".tsv") ? "\\t" : ",") + "')";
        }
        throw Failure.of(file + " is of no known kind. Read are .parquet, .csv, .tsv, .txt (each CSV also .gz) and"
                + " FILE.duckdb#TABLE.");
    }

    private void redefine(Table table, String body) {
        bodies.put(table.view, body);
        define("CREATE OR REPLACE VIEW " + id(table.view) + " AS " + body);
    }

    /** Returns what was found in the files and is no failure. */
    List<String> notes() {
        return notes;
    }

    /** Returns the statements that make the views, for people who run the query themselves. */
    String definitions() {
        return String.join(";\n", definitions) + ";\n";
    }

    /**
     * Runs the query, into a file if one is named.
     *
     * @param outcomes the columns whose values are counted
     */
    JoinReport run(String sql, @Nullable String to, List<String> outcomes) {
        String kept = "SELECT COLUMNS(lambda c: NOT starts_with(c, 'scd2_')) FROM (" + sql + ")";
        execute("CREATE TEMP TABLE result AS " + kept);
        if (to != null) {
            write(to);
        }
        return JoinReport.of(connection, outcomes, to);
    }

    private void write(String to) {
        int table = to.lastIndexOf('#');
        Path path = Path.of(table < 0 ? to : to.substring(0, table));
        String text = ReaderConnection.literal(path.toString());
        if (table >= 0) {
            execute("ATTACH " + text + " AS target");
            execute("CREATE TABLE target.main." + id(to.substring(table + 1)) + " AS FROM result");
            execute("DETACH target");
            return;
        }
        if (Files.exists(path)) {
            throw Failure.of("The file " + path + " is there already. Remove it, or name another.");
        }
        boolean parquet = to.toLowerCase(Locale.ROOT).endsWith(".parquet");
        if (!parquet && !to.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw Failure.usage("--to needs a file that ends in .parquet or .csv, or FILE.duckdb#TABLE.");
        }
        execute("COPY result TO " + text + (parquet ? " (FORMAT PARQUET)" : " (FORMAT CSV, HEADER)"));
    }

    private void define(String sql) {
        execute(sql);
        definitions.add(sql);
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw Failure.of("The join could not be run: " + reason(failure), failure);
        }
    }

    private String one(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw Failure.of("The files could not be read: " + reason(failure), failure);
        }
    }

    /** What the database says, without the values that it shows where one cannot be read. */
    static String reason(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return message.contains("Conversion Error")
                ? "a value is not of the type of its column."
                : end < 0 ? message : message.substring(0, end);
    }

    private static String id(String name) {
        return ReaderConnection.identifier(name);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException nothingIsKept) {
            // an in-memory database
            return;
        }
    }
}
