package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.pipeline.PayerConfig;
import dev.scd2.examples.healthcare.pipeline.PayerPipeline;
import dev.scd2.examples.healthcare.pipeline.WorkDirectory;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One stage of the pipeline as a command. Confined to one thread. */
abstract class StageCommand implements Callable<Integer> {
    @Mixin
    private PayerOptions options = new PayerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PayerConfig config = options.config();
        require(config);
        PayerReport report =
                new PayerReport(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (WorkDirectory taken = WorkDirectory.take(config, WorkDirectory.Begin.CONTINUE);
                PayerPipeline pipeline = new PayerPipeline(config, report)) {
            return run(pipeline, report);
        }
    }

    /** Refuses what this stage cannot work with. */
    void require(PayerConfig config) {}

    abstract int run(PayerPipeline pipeline, PayerReport report);

    /** A stage that goes on in the warehouse where another command left off. Confined to one thread. */
    abstract static class InWarehouse extends StageCommand {
        @Override
        final void require(PayerConfig config) {
            config.requireLastingWarehouse();
        }
    }

    @Command(name = "generate", description = "Simulates the payer as transactions in PostgreSQL.")
    static final class Generate extends StageCommand {
        @Override
        int run(PayerPipeline pipeline, PayerReport report) {
            report.stage(pipeline.generate());
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "capture", description = "Carries changes from PostgreSQL through Kafka into the lake.")
    static final class Capture extends StageCommand {
        @Override
        int run(PayerPipeline pipeline, PayerReport report) {
            report.stage(pipeline.capture());
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "load", description = "Loads new files of the lake into raw and staging tables.")
    static final class Load extends InWarehouse {
        @Override
        int run(PayerPipeline pipeline, PayerReport report) {
            report.stage(pipeline.load());
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "transform", description = "Applies changes to the dimensions, joins the claims, makes the marts.")
    static final class Transform extends InWarehouse {
        @Override
        int run(PayerPipeline pipeline, PayerReport report) {
            report.stage(pipeline.transform());
            report.warehouse(pipeline.summary());
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "check", description = "Compares all systems with each other and the claims with the ledger.")
    static final class Check extends InWarehouse {
        @Override
        int run(PayerPipeline pipeline, PayerReport report) {
            return report.checks(pipeline.check()) ? CommandLine.ExitCode.OK : PayerReport.CHECK_FAILED;
        }
    }
}
