package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.warehouse.LakeSizes;
import dev.scd2.examples.healthcare.warehouse.StagingTables;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.JdbiException;

/** Takes new files of the lake into the raw tables of the warehouse, and makes the staging tables from them. */
public final class LoadStage {
    private final PayerConfig config;
    private final PayerServers servers;

    /** Makes the stage. */
    public LoadStage(PayerConfig config, PayerServers servers) {
        this.config = config;
        this.servers = servers;
    }

    /** Loads what is not loaded yet. */
    public StageReport run() {
        long start = System.nanoTime();
        try (Warehouse warehouse = servers.warehouse()) {
            warehouse.load(servers.lake(), cache());
            new StagingTables(warehouse).rebuild(OltpSchema.entities());
            List<StageReport.Line> lines = new ArrayList<>();
            for (OltpTable table : OltpSchema.entities()) {
                String name = table.tableName();
                lines.add(new StageReport.Line(
                        table.tableName(),
                        warehouse.count("select count(*) from raw." + name),
                        warehouse.count("select count(*) from staging." + name),
                        warehouse.count("select count(*) from raw." + name + " where problem is not null")));
            }
            return new StageReport("load", lines, Stopwatch.seconds(start));
        } catch (SQLException | JdbiException e) {
            throw new PayerException(
                    "The warehouse " + config.warehouseName() + " cannot be loaded: " + PayerException.reason(e)
                            + " Is there room on the disk?",
                    e);
        }
    }

    /** Returns how much room the lake takes, and its rows would take as text. */
    LakeSizes sizes() {
        try (Warehouse warehouse = servers.warehouse()) {
            return warehouse.sizes(servers.lake(), cache());
        } catch (SQLException | JdbiException e) {
            throw new PayerException("The rows of the lake cannot be measured: " + PayerException.reason(e), e);
        }
    }

    private Path cache() {
        return config.directory().resolve("cache");
    }
}
