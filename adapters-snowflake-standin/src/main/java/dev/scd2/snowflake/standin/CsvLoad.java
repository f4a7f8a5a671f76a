package dev.scd2.snowflake.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Loads a CSV file: its fields go as text into a table of their own, and from there by casts into the one that is meant. */
final class CsvLoad {
    private final Session session;
    private final FileFormat format;

    CsvLoad(Session session, FileFormat format) {
        this.session = session;
        this.format = format;
    }

    long load(String table, List<String> targets, Path file) throws SQLException {
        String fields = IntStream.range(0, targets.size())
                .mapToObj(i -> "c" + i + " VARCHAR")
                .collect(Collectors.joining(", "));
        session.duck("CREATE OR REPLACE TEMPORARY TABLE \"csv fields\" (" + fields + ")");
        append(targets.size(), file);
        String names = targets.stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(", "));
        String values =
                IntStream.range(0, targets.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        try (PreparedStatement statement = session.duck()
                .prepareStatement(
                        "INSERT INTO " + table + " (" + names + ") SELECT " + values + " FROM \"csv fields\"")) {
            return statement.executeUpdate();
        } finally {
            session.duck("DROP TABLE IF EXISTS temp.main.\"csv fields\"");
        }
    }

    private void append(int width, Path file) throws SQLException {
        DuckDBConnection connection = session.duck().unwrap(DuckDBConnection.class);
        try (CsvReader reader = new CsvReader(file, format);
                DuckDBAppender appender = connection.createAppender("temp", "main", "csv fields")) {
            List<@Nullable String> record = reader.next();
            while (record != null) {
                if (record.size() != width && format.sameColumnCount()) {
                    throw new SnowflakeError(
                            "100080",
                            "22000",
                            "Number of columns in file (" + record.size() + ") does not match that of the corresponding"
                                    + " table (" + width
                                    + "), use file format option error_on_column_count_mismatch=false"
                                    + " to ignore this error");
                }
                appender.beginRow();
                for (int i = 0; i < width; i++) {
                    appender.append(i < record.size() ? record.get(i) : null);
                }
                appender.endRow();
                record = reader.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
