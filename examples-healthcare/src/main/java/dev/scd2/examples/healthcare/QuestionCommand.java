package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.generate.Preset;
import dev.scd2.examples.healthcare.pipeline.PayerConfig;
import dev.scd2.examples.healthcare.pipeline.PayerException;
import dev.scd2.examples.healthcare.pipeline.SnowflakePool;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import dev.scd2.examples.healthcare.warehouse.WarehouseKind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A question to the warehouse that a run has filled. Confined to one thread. */
abstract class QuestionCommand implements Callable<Integer> {
    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "payer-data", description = "The directory of the run.")
    private Path directory = Path.of("payer-data");

    @Option(
            names = "--warehouse",
            paramLabel = "KIND",
            defaultValue = "duckdb",
            description = "duckdb (default), or snowflake: the account that SCD2_SNOWFLAKE_URL names.")
    private WarehouseKind warehouse = WarehouseKind.DUCKDB;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() {
        Payer payer = (Payer) spec.root().userObject();
        PayerConfig config = new PayerConfig(directory, Preset.DEFAULT, 0, warehouse, payer.environment());
        config.requireLastingWarehouse();
        try {
            ask(config);
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        } catch (SQLException | JdbiException e) {
            throw new PayerException(
                    "The warehouse " + config.warehouseName() + " cannot be read: " + PayerException.reason(e), e);
        }
    }

    private void ask(PayerConfig config) throws SQLException {
        switch (config.kind()) {
            case DUCKDB -> {
                Path file = config.warehouse();
                if (!Files.exists(file)) {
                    throw new PayerException(
                            "There is no warehouse " + file + ". Run ./payer run first, or give --dir.", null);
                }
                try (Warehouse held = Warehouse.open(file)) {
                    answer(held);
                }
            }
            case SNOWFLAKE -> {
                try (SnowflakePool sessions = SnowflakePool.open(config);
                        Warehouse held = Warehouse.of(sessions.source())) {
                    answer(held);
                }
            }
        }
    }

    private void answer(Warehouse held) {
        PrintWriter out = spec.commandLine().getOut();
        answer(held, out);
        out.flush();
    }

    abstract void answer(Warehouse held, PrintWriter out);
}
