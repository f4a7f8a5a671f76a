package dev.scd2.snowflake.standin;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of the columns of a Parquet file. */
record ParquetColumns(List<String> names) {
    static ParquetColumns of(Session session, Path file) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = session.duck()
                        .prepareStatement(
                                "DESCRIBE SELECT * FROM read_parquet(" + Names.literal(file.toString()) + ")");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return new ParquetColumns(names);
    }

    @Nullable
    String match(String name, boolean caseSensitive) {
        for (String column : names) {
            if (caseSensitive ? column.equals(name) : column.equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }
}
