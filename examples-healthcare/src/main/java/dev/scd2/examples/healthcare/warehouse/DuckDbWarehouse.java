package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.S3Location;
import dev.scd2.sql.SqlStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** A DuckDB file, with a schema {@code meta} for what is loaded. Confined to one thread. */
final class DuckDbWarehouse extends Warehouse {
    private static final List<String> SCHEMAS = List.of("meta", "raw", "staging", "intermediate", "marts", "dq");

    private DuckDbWarehouse(Connection connection) {
        super(WarehouseKind.DUCKDB, connection);
    }

    static DuckDbWarehouse at(Path file) throws SQLException {
        Connection connection = DuckDbStore.connect(file);
        DuckDbWarehouse warehouse = new DuckDbWarehouse(connection);
        try {
            warehouse.execute("set threads = 2");
            warehouse.execute("set memory_limit = '400MB'");
            warehouse.execute("set preserve_insertion_order = false");
            for (String schema : SCHEMAS) {
                warehouse.execute("create schema if not exists " + schema);
            }
            for (OltpTable table : OltpSchema.entities()) {
                warehouse.createRaw(table);
            }
            return warehouse;
        } catch (RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    /** An entity of which nothing has come yet is an empty raw table, and not a missing one. */
    private void createRaw(OltpTable table) {
        execute("create table if not exists raw.\"" + table.tableName()
                + "\" (op varchar not null, key varchar, before varchar, after varchar, lsn bigint,"
                + " total_order bigint, tx_id bigint, ts_us bigint, part integer not null, off bigint not null,"
                + " problem varchar, payload varchar, load_id bigint not null, file varchar not null)");
    }

    private void execute(String sql) {
        handle().execute(sql);
    }

    @Override
    public void load(S3Location lake, Path cache) {
        try (LakeLoader loader = LakeLoader.open(lake, cache, Clock.systemUTC())) {
            loader.load(connection());
        }
    }

    @Override
    public LakeSizes sizes(S3Location lake, Path cache) throws SQLException {
        return LakeSizes.of(lake, cache, connection());
    }

    @Override
    SqlStore store(PayerDimension dimension) {
        return DuckDbStore.on(connection(), dimension.dimension(), dimension.options());
    }
}
