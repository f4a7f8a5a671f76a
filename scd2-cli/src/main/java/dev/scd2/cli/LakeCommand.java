package dev.scd2.cli;

import picocli.CommandLine.Command;

/** The upkeep of a lake. Stateless. */
@Command(
        name = "lake",
        description = "List a lake of Parquet files, check it, make fewer files, drop old ones, or load all of it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LakeListCommand.class,
            LakeVerifyCommand.class,
            LakeCompactCommand.class,
            LakeExpireCommand.class,
            LakeReplayCommand.class
        },
        footer = {
            "",
            "LOCATION is a directory, or s3://bucket/prefix with AWS_ENDPOINT_URL, AWS_REGION,",
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment."
        })
final class LakeCommand implements Runnable {
    @Override
    public void run() {
        throw Failure.usage("Which command? ls, verify, compact, expire or replay. See --help.");
    }
}
