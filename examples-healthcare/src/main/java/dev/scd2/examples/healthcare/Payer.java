package dev.scd2.examples.healthcare;

import dev.scd2.error.Scd2Exception;
import dev.scd2.examples.healthcare.pipeline.PayerException;
import dev.scd2.kafka.KafkaAccessException;
import dev.scd2.kafka.embedded.BrokerStartException;
import dev.scd2.lake.LakeException;
import dev.scd2.postgres.capture.CaptureException;
import dev.scd2.postgres.embedded.PostgresStartException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The payer pipeline from a shell. */
@Command(
        name = "payer",
        description =
                "A payer pipeline: PostgreSQL, capture, Kafka, Parquet on S3, DuckDB or Snowflake, dimensions with"
                        + " history, claims joined to the versions in force on the day of service.",
        subcommands = {
            RunCommand.class,
            StageCommand.Generate.class,
            StageCommand.Capture.class,
            StageCommand.Load.class,
            StageCommand.Transform.class,
            StageCommand.Check.class,
            AsOfCommand.class,
            RetroCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and everything agrees",
            "1:failed; what was done stays, run again to go on",
            "2:the command line cannot be understood",
            "3:done, but a check failed"
        })
public final class Payer {
    private final Map<String, String> environment;

    private Payer(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Payer(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("payer: " + message(failure));
                    if (environment.containsKey("SCD2_DEBUG")) {
                        failure.printStackTrace(command.getErr());
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    Map<String, String> environment() {
        return environment;
    }

    private static String message(Exception failure) {
        boolean told = failure instanceof PayerException
                || failure instanceof Scd2Exception
                || failure instanceof LakeException
                || failure instanceof KafkaAccessException
                || failure instanceof CaptureException
                || failure instanceof PostgresStartException
                || failure instanceof BrokerStartException
                || failure instanceof IllegalStateException;
        String text = String.valueOf(failure.getMessage());
        return told ? text : failure.getClass().getSimpleName() + ": " + text + " (SCD2_DEBUG=1 shows more)";
    }
}
