package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.S3Location;
import dev.scd2.snowflake.SnowflakeStore;
import dev.scd2.snowflake.load.LakeUpload;
import dev.scd2.snowflake.load.LoadLayout;
import dev.scd2.snowflake.load.LoadStage;
import dev.scd2.snowflake.load.RawLoad;
import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import dev.scd2.sql.SqlStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database of Snowflake. The files of the lake are put into an internal stage and copied from there, so that the lake may
 * be where Snowflake cannot read it. Confined to one thread.
 */
final class SnowflakeWarehouse extends Warehouse {
    private static final String STAGE = "landing";
    private static final Step QUARANTINE =
            new Step("The layer dq: what was rejected, and why.", "CREATE SCHEMA IF NOT EXISTS DQ WITH MANAGED ACCESS");

    private final DataSource sessions;
    private final LoadLayout layout;

    private SnowflakeWarehouse(DataSource sessions, Connection connection) throws SQLException {
        super(WarehouseKind.SNOWFLAKE, connection);
        this.sessions = sessions;
        this.layout = layout(connection.getCatalog());
    }

    static SnowflakeWarehouse by(DataSource sessions) throws SQLException {
        Connection connection = sessions.getConnection();
        try {
            return new SnowflakeWarehouse(sessions, connection);
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private static LoadLayout layout(@Nullable String database) {
        if (database == null || database.isBlank()) {
            throw new IllegalStateException(
                    "The session of Snowflake is in no database. Name one in its address, such as ?db=PAYER.");
        }
        LoadLayout layout = LoadLayout.of(database).stage(LoadStage.internal(STAGE));
        for (OltpTable table : OltpSchema.entities()) {
            layout = layout.raw(table.tableName());
        }
        return layout;
    }

    @Override
    public void load(S3Location lake, Path cache) {
        layout.script().run(connection());
        new Script(List.of(QUARANTINE)).run(connection());
        try (LakeFiles files = LakeFiles.of(lake)) {
            List<String> keys = files.keys();
            for (OltpTable table : OltpSchema.entities()) {
                load(files, keys, table.tableName(), cache);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The files of the lake cannot be copied to " + cache + ".", failed);
        }
    }

    private void load(LakeFiles files, List<String> keys, String entity, Path cache) throws IOException {
        LakeUpload upload = LakeUpload.of(layout, entity, STAGE);
        Set<String> loaded = upload.loaded(connection());
        List<String> fresh = keys.stream()
                .filter(key -> LakeFiles.entity(key).equals(entity) && !loaded.contains(key))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        Files.createDirectories(cache);
        Path copies = Files.createTempDirectory(cache, "put");
        try {
            for (String key : fresh) {
                files.copy(key, copies.resolve(key));
            }
            upload.put(connection(), copies);
        } finally {
            delete(copies);
        }
        RawLoad load = RawLoad.of(layout, entity, STAGE, Clock.systemUTC());
        while (!load.run(connection()).isEmpty()) {
            // up to a thousand files at a time
        }
        upload.remove(connection());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Measured by DuckDB, which reads the lake into memory for it, so that the numbers are the same for every warehouse. */
    @Override
    public LakeSizes sizes(S3Location lake, Path cache) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                LakeLoader loader = LakeLoader.open(lake, cache, Clock.systemUTC())) {
            loader.load(duck);
            return LakeSizes.of(lake, cache, duck);
        }
    }

    @Override
    SqlStore store(PayerDimension dimension) {
        return SnowflakeStore.open(sessions, dimension.dimension(), dimension.options());
    }
}
