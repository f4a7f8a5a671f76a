package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.error.StoreException;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBConnection;

/**
 * A store in a schema of its own, which goes when the store is closed. All of them are in one file, which lives as long as the
 * JVM: opening a file for each would be a fifth of what tests with many hundred stores take.
 */
final class SharedDuckDb extends SqlStore {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final DuckDBConnection ROOT = opened();

    private final String schema;

    private SharedDuckDb(Dimension dimension, String schema) {
        super(dimension, StoreOptions.standard().withSchema(schema), DuckDbDialect.INSTANCE, SharedDuckDb::connection);
        this.schema = schema;
    }

    /** Makes an empty store. */
    static SharedDuckDb of(Dimension dimension) {
        return new SharedDuckDb(dimension, "store_" + SCHEMAS.incrementAndGet());
    }

    private static DuckDBConnection opened() {
        try {
            Path directory = Files.createTempDirectory("scd2-tests-");
            Path file = directory.resolve("tests.duckdb");
            DuckDBConnection root = DuckDbStore.connect(file);
            try (Statement statement = root.createStatement()) {
                // There are a few rows in each table: a second thread only waits for them, and costs.
                statement.execute("SET threads = 1");
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    root.close();
                    Files.deleteIfExists(file);
                    Files.deleteIfExists(directory.resolve("tests.duckdb.wal"));
                    Files.delete(directory);
                } catch (IOException | SQLException left) {
                    throw new IllegalStateException("The file of the tests was left in " + directory + ".", left);
                }
            }));
            return root;
        } catch (SQLException failure) {
            throw new StoreException("The database of the tests could not be set up.", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Connection connection() throws SQLException {
        DuckDBConnection connection = BlockFunction.duplicate(ROOT);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
        return connection;
    }

    @Override
    protected DimensionStore reopened(Dimension wider) {
        return new SharedDuckDb(wider, schema);
    }

    @Override
    public void close() {
        try (Statement statement = ROOT.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        } catch (SQLException failure) {
            throw new StoreException("The schema could not be dropped.", failure);
        }
    }
}
