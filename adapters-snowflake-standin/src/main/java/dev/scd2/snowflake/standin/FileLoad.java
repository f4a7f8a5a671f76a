package dev.scd2.snowflake.standin;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The loading of one file by COPY INTO. */
final class FileLoad {
    private final Session session;
    private final Warehouse warehouse;
    private final List<String> table;
    private final List<Token> columns;
    private final Tokens query;
    private final Stages.Place place;
    private final FileFormat format;
    private final Options options;

    FileLoad(
            Session session,
            Warehouse warehouse,
            List<String> table,
            List<Token> columns,
            Tokens query,
            Stages.Place place,
            FileFormat format,
            Options options) {
        this.session = session;
        this.warehouse = warehouse;
        this.table = table;
        this.columns = columns;
        this.query = query;
        this.place = place;
        this.format = format;
        this.options = options;
    }

    /** What became of a file. */
    record Outcome(
            Path file,
            String status,
            long parsed,
            long loaded,
            long limit,
            long errors,
            @Nullable String error,
            long line,
            @Nullable String column) {
        static Outcome loaded(Path file, long rows) {
            return new Outcome(file, "LOADED", rows, rows, 1, 0, null, 0, null);
        }
    }

    Outcome load(Path file) throws SQLException {
        String onError = options.text("ON_ERROR", "ABORT_STATEMENT").toUpperCase(Locale.ROOT);
        if (!List.of("ABORT_STATEMENT", "CONTINUE", "SKIP_FILE").contains(onError)) {
            throw SnowflakeError.unsupported("COPY INTO ON_ERROR = " + onError);
        }
        boolean fields = query.isEmpty() && format.type().equals("CSV");
        if (!fields && !onError.equals("ABORT_STATEMENT")) {
            throw SnowflakeError.unsupported(
                    "COPY INTO ON_ERROR = " + onError + " with a query or of " + format.type());
        }
        try (StagedFiles staged = new StagedFiles(session, place, format, List.of(file))) {
            if (fields) {
                return new CsvLoad(session, format, session.duckName(table), targets(), onError).load(staged, file);
            }
            return Outcome.loaded(file, query.isEmpty() ? matched(staged) : queried(staged));
        }
    }

    /** A column to be loaded, as DuckDB names it and types it. */
    record Target(String name, String type, boolean nullable) {
        String quoted() {
            return '"' + name.replace("\"", "\"\"") + '"';
        }
    }

    private List<Target> targets() throws SQLException {
        List<Target> all = warehouse.targets(session, table);
        if (columns.isEmpty()) {
            return all;
        }
        List<Target> chosen = new ArrayList<>();
        for (Token column : columns) {
            String held = Names.held(column.text());
            chosen.add(all.stream()
                    .filter(target -> target.name().equals(held))
                    .findFirst()
                    .orElseThrow(() -> SnowflakeError.compilation(
                            "000904",
                            "42000",
                            "error line 1 at position " + column.start() + "\ninvalid identifier '" + column.text()
                                    + "'")));
        }
        return chosen;
    }

    private long queried(StagedFiles staged) throws SQLException {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(Names.quoted(column.text())));
        String into = names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
        return insert("INSERT INTO " + session.duckName(table) + into + " "
                + Rewriting.of(staged.in(query), session).duck());
    }

    /** Loads what is not CSV by the names of the columns, or a whole JSON value into the one column there is. */
    private long matched(StagedFiles staged) throws SQLException {
        String relation = staged.relation(0);
        String match = options.text("MATCH_BY_COLUMN_NAME", "NONE").toUpperCase(Locale.ROOT);
        List<Target> targets = targets();
        if (match.equals("NONE")) {
            if (targets.size() != 1 || !format.type().equals("JSON")) {
                throw SnowflakeError.compilation(
                        "002019",
                        "0A000",
                        format.type() + " file format can produce one and only one column of type variant, object, or"
                                + " array. Load data into separate columns using the MATCH_BY_COLUMN_NAME copy option or"
                                + " copy with transformation.");
            }
            return insert("INSERT INTO " + session.duckName(table) + " SELECT json FROM " + relation);
        }
        if (format.type().equals("JSON")) {
            throw SnowflakeError.unsupported("COPY INTO MATCH_BY_COLUMN_NAME of JSON");
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Target target : targets) {
            String column = staged.column(Names.told(target.name()), match.equals("CASE_SENSITIVE"));
            if (column != null) {
                names.add(target.quoted());
                values.add('"' + column.replace("\"", "\"\"") + '"');
            }
        }
        if (names.isEmpty()) {
            throw new SnowflakeError("100132", "22000", "No column of the file has the name of a column of the table");
        }
        return insert("INSERT INTO " + session.duckName(table) + " (" + String.join(", ", names) + ") SELECT "
                + String.join(", ", values) + " FROM " + relation);
    }

    private long insert(String sql) throws SQLException {
        try (PreparedStatement statement = session.duck().prepareStatement(sql + session.limit())) {
            if (!statement.execute()) {
                return statement.getUpdateCount();
            }
            try (ResultSet count = statement.getResultSet()) {
                return count.next() ? count.getLong(1) : 0;
            }
        }
    }
}
