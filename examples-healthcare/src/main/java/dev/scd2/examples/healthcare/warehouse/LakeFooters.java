package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.lake.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Counts the rows of the lake by what the footers of its Parquet files say. Confined to one thread. */
final class LakeFooters {
    private final S3Location lake;
    private final Path cache;

    LakeFooters(S3Location lake, Path cache) {
        this.lake = lake;
        this.cache = cache;
    }

    /** Returns the number of rows by entity. */
    Map<String, Long> rows() throws SQLException, IOException {
        Map<String, Long> rows = new TreeMap<>();
        Files.createDirectories(cache);
        try (LakeFiles files = LakeFiles.of(lake);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            for (String key : files.keys()) {
                Path local = Files.createTempFile(cache, "footer", ".parquet");
                Files.delete(local);
                try {
                    files.copy(key, local);
                    rows.merge(LakeFiles.entity(key), footer(duck, local), Long::sum);
                } finally {
                    Files.deleteIfExists(local);
                }
            }
        }
        return rows;
    }

    private static long footer(Connection duck, Path file) throws SQLException {
        try (PreparedStatement statement =
                duck.prepareStatement("select sum(num_rows) from parquet_file_metadata(?)")) {
            statement.setString(1, file.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
