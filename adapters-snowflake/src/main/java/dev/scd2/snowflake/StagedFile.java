package dev.scd2.snowflake;

import dev.scd2.sql.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into a table: they are written to a file that only this user may read, the file is put into the user's
 * stage and copied into the table, and both are removed. As many rows must arrive as were sent. Confined to one thread.
 */
final class StagedFile {
    /** Where files lie in the stage that every user has. */
    private static final String STAGE = "@~/scd2/";

    /** An empty field is NULL, one in quotes is the empty text; nothing else stands for NULL, and nothing is escaped. */
    private static final String FORMAT =
            "FILE_FORMAT = (TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '\"'"
                    + " ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX"
                    + " TIMESTAMP_FORMAT = 'YYYY-MM-DD\"T\"HH24:MI:SS.FF6TZH:TZM')";

    /** The SQLSTATE of what this class says itself, which shows no value: without one a message is taken for Snowflake's. */
    private static final String OWN_STATE = "HY000";

    private final Connection connection;
    private final String table;
    private final List<TableColumn> columns;

    StagedFile(Connection connection, String table, List<TableColumn> columns) {
        this.connection = connection;
        this.table = table;
        this.columns = columns;
    }

    void load(Iterator<@Nullable Object[]> rows) throws SQLException {
        String name = UUID.randomUUID() + ".csv.gz";
        Path file = null;
        try {
            file = Files.createTempDirectory("scd2-").resolve(name);
            long sent = CsvFile.write(file, columns, rows);
            if (sent > 0) {
                put(file);
                copy(name, sent);
            }
        } catch (IOException failure) {
            throw new SQLException(
                    "The rows for " + table + " could not be written to a temporary file: " + failure.getMessage(),
                    OWN_STATE,
                    failure);
        } finally {
            remove(file);
        }
    }

    private void put(Path file) throws SQLException {
        String path = file.toString().replace('\\', '/').replace("'", "\\'");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PUT 'file://" + path + "' '" + STAGE
                        + "' SOURCE_COMPRESSION = GZIP AUTO_COMPRESS = FALSE OVERWRITE = TRUE")) {
            while (row.next()) {
                if (!"UPLOADED".equalsIgnoreCase(row.getString("status"))) {
                    throw new SQLException(
                            "A file for " + table + " was not taken by the stage: it answered "
                                    + row.getString("status") + ".",
                            OWN_STATE);
                }
            }
        }
    }

    private void copy(String name, long sent) throws SQLException {
        String list = columns.stream()
                .map(column -> SnowflakeDialect.INSTANCE.quote(column.name()))
                .collect(Collectors.joining(", "));
        long loaded = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("COPY INTO " + table + " (" + list + ")\nFROM '" + STAGE
                        + "'\nFILES = ('" + name + "')\n" + FORMAT + "\nON_ERROR = ABORT_STATEMENT\nPURGE = TRUE")) {
            while (row.next()) {
                loaded += row.getLong("rows_loaded");
            }
        }
        if (loaded != sent) {
            throw new SQLException(
                    "Of " + sent + " rows for " + table + " " + loaded
                            + " arrived. Nothing of the batch is kept; apply it again.",
                    OWN_STATE);
        }
    }

    private static void remove(@Nullable Path file) throws SQLException {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.getParent());
            } catch (IOException failure) {
                throw new SQLException(
                        "The temporary file " + file + " could not be removed. Remove it.", OWN_STATE, failure);
            }
        }
    }
}
