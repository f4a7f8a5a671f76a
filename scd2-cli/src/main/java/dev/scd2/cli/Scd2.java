package dev.scd2.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line of scd2: {@code apply}, {@code plan}, {@code history}, {@code asof}, {@code verify},
 * {@code adopt}, {@code prune}, {@code rebuild}, {@code erase}, {@code quarantine}, {@code join}, {@code cases}, {@code lake}. Stateless. */
@Command(
        name = "scd2",
        description = "The history of a table, from files, in a DuckDB file.",
        mixinStandardHelpOptions = true,
        version = "scd2 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ApplyCommand.class,
            PlanCommand.class,
            HistoryCommand.class,
            AsOfCommand.class,
            VerifyCommand.class,
            AdoptCommand.class,
            PruneCommand.class,
            RebuildCommand.class,
            EraseCommand.class,
            QuarantineCommand.class,
            JoinCommand.class,
            CasesCommand.class,
            LakeCommand.class
        },
        footer = {
            "",
            "Exit codes:",
            "  0  done; rows in quarantine are not a failure (see --reject-limit)",
            "  1  not done: the input, the file or the outside was at fault",
            "  2  the command line was at fault; nothing was tried",
            "  3  the check was made, and an invariant is violated, a case failed, or a table to be",
            "     adopted or a lake has faults"
        })
public final class Scd2 implements Runnable {
    private Scd2() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Scd2());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(110);
        withHelp(line);
        line.getSubcommands().get("apply").setTrimQuotes(true);
        line.getSubcommands().get("plan").setTrimQuotes(true);
        line.setParameterExceptionHandler(Scd2::usage);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        return line.execute(args);
    }

    private static void withHelp(CommandLine line) {
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
            withHelp(command);
        }
    }

    @Override
    public void run() {
        throw Failure.usage("Which command? See --help.");
    }

    private static int usage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if ("1".equals(System.getenv("SCD2_DEBUG"))) {
            failure.printStackTrace(err);
        }
        if (failure instanceof Failure known) {
            err.println("scd2: " + known.getMessage());
            return known.exitCode();
        }
        err.println("scd2: This should not have happened (" + failure.getClass().getSimpleName()
                + "). Run again with SCD2_DEBUG=1 to see more.");
        return ExitCode.FAILURE;
    }
}
