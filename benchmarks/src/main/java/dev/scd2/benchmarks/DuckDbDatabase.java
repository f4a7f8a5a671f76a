package dev.scd2.benchmarks;

import dev.scd2.lake.DuckDbStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** DuckDB in a file, with its standard settings. */
final class DuckDbDatabase extends Database {
    private final DuckDBConnection root;

    DuckDbDatabase(Path directory) {
        super(directory);
        root = DuckDbStore.connect(directory.resolve("benchmark.duckdb"));
    }

    @Override
    String name() {
        return "duckdb";
    }

    @Override
    String settings() throws SQLException {
        return "DuckDB "
                + one("SELECT version() || ', threads=' || current_setting('threads') || ', memory_limit='"
                        + " || current_setting('memory_limit') || ', checkpoint_threshold='"
                        + " || current_setting('checkpoint_threshold')");
    }

    @Override
    Connection connect() throws SQLException {
        Connection connection = root.duplicate();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
        return connection;
    }

    @Override
    DimensionStore open(String schema) {
        return DuckDbStore.on(root, Members.dimension(), StoreOptions.standard().withSchema(schema));
    }

    @Override
    String bytesOf(String schema, String table) {
        return "SELECT 262144 * count(DISTINCT block_id) FROM pragma_storage_info('" + schema + "." + table
                + "') WHERE persistent";
    }

    @Override
    String loading(String model) {
        return "CREATE TABLE AS from a Parquet file, no indexes, as ours";
    }

    @Override
    Path exported(String table) throws SQLException {
        Path file = directory.resolve("export.parquet");
        execute("COPY " + table + " TO '" + file + "' (FORMAT PARQUET)");
        return file;
    }

    @Override
    double plainLoad(Path rows, String model, String target) throws Exception {
        execute("CHECKPOINT");
        return Times.millis(() -> execute("CREATE TABLE " + target + " AS FROM read_parquet('" + rows + "')"));
    }

    @Override
    Path extract(Path texts) throws SQLException {
        Path file = directory.resolve("extract.parquet");
        String columns = Members.row(0, 0).entrySet().stream()
                .map(column -> "'" + column.getKey() + "': '"
                        + (column.getValue() instanceof Long ? "BIGINT" : "VARCHAR") + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        execute("COPY (FROM read_csv('" + texts + "', delim = '\t', header = false, quote = '', escape = '', columns = "
                + columns + ")) TO '" + file + "' (FORMAT PARQUET)");
        return file;
    }

    @Override
    String stage(Connection connection, Path extract) {
        return "read_parquet('" + extract + "')";
    }

    @Override
    void limitMemory() throws SQLException {
        execute("SET GLOBAL memory_limit = '512MiB'");
    }

    @Override
    void unbind(Connection connection) {
        // The standard is most of the memory.
    }

    @Override
    void copy(String model, String target) throws SQLException {
        execute("CREATE TABLE " + target + " AS FROM " + model);
    }

    @Override
    void settle(String schema) throws SQLException {
        execute("CHECKPOINT");
    }

    @Override
    public void close() throws IOException, SQLException {
        root.close();
        super.close();
    }
}
