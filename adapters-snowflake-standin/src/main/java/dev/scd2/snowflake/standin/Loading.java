package dev.scd2.snowflake.standin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** COPY INTO a table: file by file, each one only once unless it is forced. */
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
        if (StageFiles.isPlace(words.peek())) {
            return new Unloading(session, warehouse).copy(words);
        }
        List<String> table = words.name();
        List<Token> columns = new ArrayList<>();
        if (words.peek().isSymbol("(")) {
            words.bracket().split().forEach(column -> columns.add(column.at(0)));
        }
        words.expect("FROM");
        Tokens query = new Tokens(List.of());
        Stages.Place place;
        if (words.peek().isSymbol("(")) {
            query = words.bracket();
            place = staged(query);
        } else {
            place = new StageFiles(session, warehouse).place(words);
        }
        Options options = Options.read(words);
        words.end();
        options.only(
                "COPY INTO", "FILES", "PATTERN", "FILE_FORMAT", "ON_ERROR", "PURGE", "FORCE", "MATCH_BY_COLUMN_NAME");
        FileFormat format = warehouse.formats().format(session, place.stage().format(), options.nested("FILE_FORMAT"));
        FileLoad load = new FileLoad(session, warehouse, table, columns, query, place, format, options);
        return session.transaction().change(() -> copy(load, table, place, options));
    }

    private Stages.Place staged(Tokens query) {
        for (Token token : query.list()) {
            if (token.kind() == Token.Kind.STAGE) {
                return warehouse.stages().place(session, token.text());
            }
        }
        throw SnowflakeError.syntax(query.at(0));
    }

    private Answer copy(FileLoad load, List<String> table, Stages.Place place, Options options) throws SQLException {
        String told = session.told(table);
        if (!warehouse.holds(session, table)) {
            throw SnowflakeError.missing("Table", told);
        }
        List<FileLoad.Outcome> outcomes = new ArrayList<>();
        for (Path file : files(place, options)) {
            String content = Contents.md5(file);
            if (options.flag("FORCE", false) || !warehouse.loads().knows(told, place.told(file), content)) {
                FileLoad.Outcome outcome = load.load(file);
                outcomes.add(outcome);
                if (outcome.loaded() > 0 || outcome.errors() == 0) {
                    warehouse.loads().remember(told, place.told(file), content);
                }
            }
        }
        if (outcomes.isEmpty()) {
            return Answer.status(Kind.COPY, "Copy executed with 0 files processed.");
        }
        if (options.flag("PURGE", false)) {
            purge(outcomes);
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        outcomes.forEach(outcome -> rows.add(row(place, outcome)));
        return Answer.of(Kind.COPY, RESULT, rows);
    }

    private static List<@Nullable String> row(Stages.Place place, FileLoad.Outcome outcome) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(place.told(outcome.file()));
        row.add(outcome.status());
        row.add(Long.toString(outcome.parsed()));
        row.add(Long.toString(outcome.loaded()));
        row.add(Long.toString(Math.max(1, outcome.limit())));
        row.add(Long.toString(outcome.errors()));
        row.add(outcome.error());
        row.add(outcome.line() == 0 ? null : Long.toString(outcome.line()));
        row.add(outcome.line() == 0 ? null : "1");
        row.add(outcome.column());
        return row;
    }

    private static void purge(List<FileLoad.Outcome> outcomes) {
        try {
            for (FileLoad.Outcome outcome : outcomes) {
                if (outcome.errors() == 0) {
                    Files.delete(outcome.file());
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(Stages.Place place, Options options) {
        if (!options.has("FILES")) {
            return StageFiles.matching(place, options.has("PATTERN") ? options.text("PATTERN") : null);
        }
        List<Path> files = new ArrayList<>();
        for (String name : options.list("FILES")) {
            Path file = place.stage().directory().resolve(place.path()).resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new SnowflakeError(
                        "091016", "22000", String.format(Locale.ROOT, "Remote file '%s' was not found.", name));
            }
            files.add(file);
        }
        return files;
    }
}
