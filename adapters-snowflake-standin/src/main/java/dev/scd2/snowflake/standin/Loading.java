package dev.scd2.snowflake.standin;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** COPY INTO a table. */
final class Loading {
    private static final List<Column> RESULT = List.of(
            Column.text("file"),
            Column.text("status"),
            Column.number("rows_parsed"),
            Column.number("rows_loaded"),
            Column.number("error_limit"),
            Column.number("errors_seen"),
            Column.text("first_error"),
            Column.number("first_error_line"),
            Column.number("first_error_character"),
            Column.text("first_error_column_name"));

    private final Session session;
    private final Warehouse warehouse;

    Loading(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    Answer copy(Tokens tokens) {
        Words words = new Words(tokens);
        words.expect("COPY", "INTO");
        Token target = words.peek();
        boolean unloads = target.kind() == Token.Kind.STAGE
                || (target.kind() == Token.Kind.STRING && target.text().startsWith("@"));
        if (unloads) {
            throw SnowflakeError.unsupported("COPY INTO a stage");
        }
        List<String> table = words.name();
        List<String> columns = new ArrayList<>();
        if (words.peek().isSymbol("(")) {
            for (Tokens column : words.bracket().split()) {
                columns.add(Names.held(column.at(0).text()));
            }
        }
        words.expect("FROM");
        if (words.peek().isSymbol("(")) {
            throw SnowflakeError.unsupported("COPY INTO a table from a query");
        }
        Stages.Place place = new StageFiles(session, warehouse).place(words);
        Options options = Options.read(words);
        words.end();
        options.only(
                "COPY INTO",
                "FILES",
                "PATTERN",
                "FILE_FORMAT",
                "ON_ERROR",
                "PURGE",
                "FORCE",
                "MATCH_BY_COLUMN_NAME",
                "RETURN_FAILED_ONLY");
        FileFormat format = warehouse.formats().format(session, place.stage().format(), options.nested("FILE_FORMAT"));
        return session.transaction().change(() -> copy(table, columns, place, options, format));
    }

    private Answer copy(
            List<String> table, List<String> columns, Stages.Place place, Options options, FileFormat format)
            throws SQLException {
        List<String> held = warehouse.columns(session, table);
        if (held.isEmpty()) {
            throw SnowflakeError.missing("Table", session.told(table));
        }
        List<String> targets = columns.isEmpty() ? held : columns;
        List<List<@Nullable String>> rows = new ArrayList<>();
        boolean force = options.flag("FORCE", false);
        for (Path file : files(place, options)) {
            String content = Contents.md5(file);
            if (!force && warehouse.loads().knows(session.told(table), place.told(file), content)) {
                continue;
            }
            long count = load(table, targets, file, format, options);
            warehouse.loads().remember(session.told(table), place.told(file), content);
            List<@Nullable String> row = new ArrayList<>();
            row.addAll(List.of(place.told(file), "LOADED", Long.toString(count), Long.toString(count), "1", "0"));
            for (int i = 0; i < 4; i++) {
                row.add(null);
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return Answer.status(Kind.COPY, "Copy executed with 0 files processed.");
        }
        return Answer.of(Kind.COPY, RESULT, rows);
    }

    private static List<Path> files(Stages.Place place, Options options) {
        if (!options.has("FILES")) {
            return StageFiles.matching(place, options.has("PATTERN") ? options.text("PATTERN") : null);
        }
        List<Path> files = new ArrayList<>();
        for (String name : options.list("FILES")) {
            Path file = place.stage().directory().resolve(place.path()).resolve(name);
            if (!java.nio.file.Files.isRegularFile(file)) {
                throw new SnowflakeError("091016", "22000", "Remote file '" + name + "' was not found.");
            }
            files.add(file);
        }
        return files;
    }

    private long load(List<String> table, List<String> targets, Path file, FileFormat format, Options options)
            throws SQLException {
        if (format.type().equals("PARQUET")) {
            return parquet(table, targets, file, options);
        }
        if (!format.type().equals("CSV")) {
            throw SnowflakeError.unsupported("COPY of " + format.type());
        }
        return new CsvLoad(session, format).load(session.duckName(table), targets, file);
    }

    private long parquet(List<String> table, List<String> targets, Path file, Options options) throws SQLException {
        String match = options.text("MATCH_BY_COLUMN_NAME", "NONE").toUpperCase(Locale.ROOT);
        if (match.equals("NONE")) {
            throw SnowflakeError.compilation(
                    "002023",
                    "22000",
                    "a Parquet file can be copied by MATCH_BY_COLUMN_NAME or by a query only into several columns");
        }
        ParquetColumns columns = ParquetColumns.of(session, file);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String target : targets) {
            String column = columns.match(Names.told(target), match.equals("CASE_SENSITIVE"));
            if (column != null) {
                names.add('"' + target.replace("\"", "\"\"") + '"');
                values.add('"' + column.replace("\"", "\"\"") + '"');
            }
        }
        String sql = "INSERT INTO " + session.duckName(table) + " (" + String.join(", ", names) + ") SELECT "
                + String.join(", ", values) + " FROM read_parquet(" + Names.literal(file.toString()) + ")";
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }
}
