package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.pipeline.PayerConfig;
import dev.scd2.examples.healthcare.pipeline.PayerPipeline;
import dev.scd2.examples.healthcare.pipeline.WorkDirectory;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All stages, one after the other. Confined to one thread. */
@Command(
        name = "run",
        description = "Starts everything and runs all stages. Run again, it goes on where it was.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and everything agrees",
            "1:failed; what was done stays, run again to go on",
            "2:the command line cannot be understood",
            "3:done, but a check failed"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private PayerOptions options = new PayerOptions();

    @Option(names = "--fresh", description = "Deletes what an earlier run left in the directory, then starts anew.")
    private boolean fresh;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PayerConfig config = options.config();
        if (fresh && config.usesOwnServers()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--fresh deletes only what is in " + config.directory() + ", and servers of your own are set in the"
                            + " environment. Clean those yourself and run without --fresh in a new directory.");
        }
        PayerReport report =
                new PayerReport(spec.commandLine().getOut(), spec.commandLine().getErr());
        WorkDirectory.Begin begin = fresh ? WorkDirectory.Begin.FRESH : WorkDirectory.Begin.CONTINUE;
        long start = System.nanoTime();
        try (WorkDirectory taken = WorkDirectory.take(config, begin);
                PayerPipeline pipeline = new PayerPipeline(config, report)) {
            report.warehouse(config);
            pipeline.generateAndCapture().forEach(report::stage);
            report.stage(pipeline.load());
            report.lake(pipeline.lakeSizes());
            report.stage(pipeline.transform());
            report.warehouse(pipeline.summary());
            boolean agreed = report.checks(pipeline.check());
            report.end(config, (System.nanoTime() - start) / 1e9);
            return agreed ? CommandLine.ExitCode.OK : PayerReport.CHECK_FAILED;
        }
    }
}
