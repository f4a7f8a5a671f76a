package dev.scd2.snowflake.standin;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Loads the fields of a CSV file: first it looks for fields that are no value of their column, then it inserts. */
final class CsvLoad {
    private final Session session;
    private final FileFormat format;
    private final String table;
    private final List<FileLoad.Target> targets;
    private final String onError;

    CsvLoad(Session session, FileFormat format, String table, List<FileLoad.Target> targets, String onError) {
        this.session = session;
        this.format = format;
        this.table = table;
        this.targets = targets;
        this.onError = onError;
    }

    FileLoad.Outcome load(StagedFiles staged, Path file) throws SQLException {
        if (format.header()) {
            throw SnowflakeError.unsupported("file format option PARSE_HEADER with COPY INTO a table");
        }
        String relation = staged.relation(targets.size());
        Fault first = first(relation);
        if (first == null) {
            return FileLoad.Outcome.loaded(file, insert(relation, ""));
        }
        if (onError.equals("ABORT_STATEMENT")) {
            throw new SnowflakeError(
                    first.code(),
                    first.state(),
                    first.message() + "\n  File '" + file.getFileName() + "', line " + first.line()
                            + ", character 1\n  Row " + first.line() + ", column \"" + first.column() + "\"");
        }
        long parsed = count("SELECT count(*) FROM " + relation);
        long errors = count("SELECT count(*) FROM " + relation + " WHERE " + fault() + " IS NOT NULL");
        boolean goesOn = onError.equals("CONTINUE");
        long loaded = goesOn ? insert(relation, " WHERE " + fault() + " IS NULL") : 0;
        return new FileLoad.Outcome(
                file,
                loaded > 0 ? "PARTIALLY_LOADED" : "LOAD_FAILED",
                parsed,
                loaded,
                goesOn ? parsed : 1,
                errors,
                first.message(),
                first.line(),
                first.column());
    }

    private record Fault(String code, String state, String message, long line, String column) {}

    /** Returns an expression: the number of the first column whose field is no value of it, 0 for a wrong width, or null. */
    private String fault() {
        StringBuilder fault = new StringBuilder("(CASE");
        if (format.sameColumnCount()) {
            fault.append(" WHEN width <> ").append(targets.size()).append(" THEN 0");
        }
        for (int i = 0; i < targets.size(); i++) {
            FileLoad.Target target = targets.get(i);
            String field = "c" + (i + 1);
            if (!target.type().equals("VARCHAR")) {
                fault.append(" WHEN ")
                        .append(field)
                        .append(" IS NOT NULL AND ")
                        .append(value(i))
                        .append(" IS NULL THEN ")
                        .append(i + 1);
            }
            if (!target.nullable()) {
                fault.append(" WHEN ").append(field).append(" IS NULL THEN ").append(-i - 1);
            }
        }
        return fault.length() == 5 ? "NULL" : fault.append(" END)").toString();
    }

    private @Nullable Fault first(String relation) throws SQLException {
        if (fault().equals("NULL")) {
            return null;
        }
        String sql = "SELECT " + fault() + ", file_row_number + 1, width FROM " + relation + " WHERE " + fault()
                + " IS NOT NULL ORDER BY file_row_number LIMIT 1";
        try (Statement statement = session.duck().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                return null;
            }
            int which = rows.getInt(1);
            long line = rows.getLong(2);
            if (which == 0) {
                return new Fault(
                        "100080",
                        "22000",
                        "Number of columns in file (" + rows.getInt(3)
                                + ") does not match that of the corresponding table ("
                                + targets.size() + "), use file format option error_on_column_count_mismatch=false to"
                                + " ignore this error",
                        line,
                        "");
            }
            FileLoad.Target target = targets.get(Math.abs(which) - 1);
            String name = Names.told(target.name());
            return which < 0
                    ? new Fault("100072", "22000", "NULL result in a non-nullable column", line, name)
                    : unreadable(target.type(), line, name);
        }
    }

    private static Fault unreadable(String type, long line, String name) {
        if (type.equals("DATE")) {
            return new Fault("100040", "22007", "Date is not recognized", line, name);
        }
        if (type.startsWith("TIMESTAMP")) {
            return new Fault("100035", "22007", "Timestamp is not recognized", line, name);
        }
        if (type.equals("BOOLEAN")) {
            return new Fault("100037", "22018", "Boolean value is not recognized", line, name);
        }
        if (type.equals("BLOB")) {
            return new Fault("100115", "22000", "The value is not a legal encoded binary", line, name);
        }
        return new Fault("100038", "22018", "Numeric value is not recognized", line, name);
    }

    private String value(int i) {
        return FieldValue.of("c" + (i + 1), targets.get(i).type(), format);
    }

    private long insert(String relation, String where) throws SQLException {
        String names = targets.stream().map(FileLoad.Target::quoted).collect(Collectors.joining(", "));
        String values = IntStream.range(0, targets.size()).mapToObj(this::value).collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + table + " (" + names + ") SELECT " + values + " FROM " + relation + where
                + session.limit();
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = session.duck().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
