package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Files of a stage as a relation of DuckDB: {@code $1}, {@code $2} of CSV are its columns; {@code $1:name} is a column of
 * Parquet or a field of JSON.
 */
final class StagedFiles implements AutoCloseable {
    private static final String FIELDS = "temp.main.\"staged fields\"";

    private final Session session;
    private final Stages.Place place;
    private final FileFormat format;
    private final List<Path> files;
    private final Set<String> columns = new HashSet<>();

    StagedFiles(Session session, Stages.Place place, FileFormat format, List<Path> files) {
        this.session = session;
        this.place = place;
        this.format = format;
        this.files = files;
    }

    /** Returns the query with the stage and the columns by position replaced by what DuckDB reads. */
    Tokens in(Tokens query) throws SQLException {
        int width = Math.max(1, width(query));
        String relation = relation(width);
        List<Token> out = new ArrayList<>();
        int i = 0;
        while (i < query.size()) {
            Token token = query.at(i);
            if (token.kind() == Kind.STAGE) {
                out.add(Token.symbol(relation));
                i++;
                if (query.at(i).isSymbol("(")) {
                    i = query.closing(i) + 1;
                }
                boolean named = query.at(i).isWord("AS") || (query.at(i).isName() && !Keywords.isReserved(query.at(i)));
                if (!named) {
                    out.add(Token.symbol("AS \"STAGED\""));
                }
            } else if (token.kind() == Kind.POSITION) {
                i = position(query, i, out);
            } else if (token.isWord("METADATA$FILENAME")) {
                out.add(Token.symbol(
                        "replace(\"filename\", " + Names.literal(place.stage().directory() + "/") + ", '')"));
                i++;
            } else if (token.isWord("METADATA$FILE_ROW_NUMBER")) {
                out.add(Token.symbol("(\"file_row_number\" + 1)"));
                i++;
            } else {
                out.add(token);
                i++;
            }
        }
        return new Tokens(out);
    }

    private int position(Tokens query, int i, List<Token> out) {
        String number = query.at(i).text();
        if (format.type().equals("CSV")) {
            out.add(Token.symbol("\"c" + number + "\""));
            return i + 1;
        }
        if (!number.equals("1")) {
            throw SnowflakeError.unsupported("column $" + number + " of a " + format.type() + " file");
        }
        if (format.type().equals("JSON")) {
            out.add(Token.symbol("\"json\""));
            return i + 1;
        }
        Token step = query.at(i + 1);
        if (step.kind() != Kind.PATH || query.at(i + 2).kind() == Kind.PATH) {
            throw SnowflakeError.unsupported("anything but $1:column of a PARQUET file");
        }
        boolean there = columns.contains(step.text());
        out.add(Token.symbol(there ? '"' + step.text().replace("\"", "\"\"") + '"' : "NULL"));
        return i + 2;
    }

    private static int width(Tokens query) {
        return query.list().stream()
                .filter(token -> token.kind() == Kind.POSITION)
                .mapToInt(token -> Integer.parseInt(token.text()))
                .max()
                .orElse(1);
    }

    /** Returns the relation as a table or a function of DuckDB, with {@code width} columns if the files are CSV. */
    String relation(int width) throws SQLException {
        if (format.type().equals("CSV")) {
            new CsvFields(session, format, FIELDS).fill(files, width);
            return FIELDS;
        }
        if (files.isEmpty()) {
            throw new SnowflakeError(
                    "091016", "22000", "There are no files at @" + place.stage().name() + "/" + place.path());
        }
        String names =
                files.stream().map(file -> Names.literal(file.toString())).collect(Collectors.joining(", ", "[", "]"));
        if (format.type().equals("JSON")) {
            return "(SELECT json, filename, row_number() OVER (PARTITION BY filename) - 1 AS file_row_number FROM read_json_objects("
                    + names + ", filename = true, format = '"
                    + (format.stripOuterArray() ? "array" : "newline_delimited")
                    + "'))";
        }
        String relation = "read_parquet(" + names + ", union_by_name = true, filename = true, file_row_number = true)";
        try (PreparedStatement statement = session.duck().prepareStatement("DESCRIBE SELECT * FROM " + relation);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return relation;
    }

    /** Returns the column of Parquet files that has the name of a column of a table, or null. */
    @Nullable
    String column(String name, boolean caseSensitive) {
        for (String column : columns) {
            if (caseSensitive ? column.equals(name) : column.equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }

    @Override
    public void close() throws SQLException {
        if (format.type().equals("CSV")) {
            session.duck("DROP TABLE IF EXISTS " + FIELDS);
        }
    }
}
