package dev.scd2.snowflake.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A temporary table with the fields of CSV files as text: {@code c1}, {@code c2} and so on, {@code filename}, and
 * {@code file_row_number} from 0. */
final class CsvFields {
    private final Session session;
    private final FileFormat format;
    private final String table;

    CsvFields(Session session, FileFormat format, String table) {
        this.session = session;
        this.format = format;
        this.table = table;
    }

    void fill(List<Path> files, int width) throws SQLException {
        String columns = IntStream.rangeClosed(1, width)
                .mapToObj(i -> "c" + i + " VARCHAR, ")
                .collect(Collectors.joining());
        session.duck("CREATE OR REPLACE TEMPORARY TABLE " + table + " (" + columns
                + "filename VARCHAR, file_row_number BIGINT, width INTEGER)");
        DuckDBConnection connection = session.duck().unwrap(DuckDBConnection.class);
        String name = table.substring(table.indexOf('"') + 1, table.length() - 1);
        try (DuckDBAppender appender = connection.createAppender("temp", "main", name)) {
            for (Path file : files) {
                append(appender, file, width);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(DuckDBAppender appender, Path file, int width) throws SQLException, IOException {
        try (CsvReader reader = new CsvReader(file, format)) {
            @Nullable List<@Nullable String> record = reader.next();
            while (record != null) {
                appender.beginRow();
                for (int i = 0; i < width; i++) {
                    appender.append(i < record.size() ? record.get(i) : null);
                }
                appender.append(file.toString());
                appender.append(reader.line() - 1);
                appender.append(record.size());
                appender.endRow();
                record = reader.next();
            }
        }
    }
}
