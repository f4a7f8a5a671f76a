package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.lake.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Counts the rows of the lake by what the footers of its Parquet files say. An upload that was killed may leave another
 * object beside them; it is no file of the lake and does not count. Confined to one thread.
 */
final class LakeFooters {
    private static final String ENTITY = "entity=";
    private static final Pattern FILE = Pattern.compile("entity=[^/]+/dt=[^/]+/\\d+-\\d+-\\d+\\.parquet");

    private final S3Location lake;
    private final Path cache;

    LakeFooters(S3Location lake, Path cache) {
        this.lake = lake;
        this.cache = cache;
    }

    /** Returns the number of rows by entity. */
    Map<String, Long> rows(Connection duck) throws SQLException, IOException {
        Map<String, Long> rows = new TreeMap<>();
        Files.createDirectories(cache);
        try (S3Client client = lake.client()) {
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(lake.bucket()).prefix(ENTITY))
                    .contents()) {
                String key = object.key();
                if (!FILE.matcher(key).matches()) {
                    continue;
                }
                Path local = Files.createTempFile(cache, "footer", ".parquet");
                Files.delete(local);
                try {
                    client.getObject(request -> request.bucket(lake.bucket()).key(key), local);
                    rows.merge(key.substring(ENTITY.length(), key.indexOf('/')), footer(duck, local), Long::sum);
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
