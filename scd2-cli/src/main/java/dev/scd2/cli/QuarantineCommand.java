package dev.scd2.cli;

import picocli.CommandLine.Command;

/** What lies in quarantine. Stateless. */
@Command(
        name = "quarantine",
        description = "List what was rejected, apply it again, or give it up.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {QuarantineListCommand.class, QuarantineReleaseCommand.class, QuarantineDiscardCommand.class})
final class QuarantineCommand implements Runnable {
    @Override
    public void run() {
        throw Failure.usage("Which command? list, release or discard. See --help.");
    }
}
