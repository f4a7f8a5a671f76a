package dev.scd2.examples.healthcare;

import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs the commands in this JVM, on one directory, and keeps what they say. */
final class PayerShell {
    private final Path directory;
    private final Map<String, String> environment;

    PayerShell(Path directory) {
        this(directory, Map.of());
    }

    PayerShell(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Returns an environment that names what stands in for Snowflake, as it would name an account. */
    static Map<String, String> account(SnowflakeStandIn snowflake) {
        return Map.of(
                "SCD2_SNOWFLAKE_URL",
                snowflake.url() + "?account=standin&db=DB&schema=PUBLIC&ssl=off",
                "SCD2_SNOWFLAKE_USER",
                snowflake.properties().getProperty("user"),
                "SCD2_SNOWFLAKE_PASSWORD",
                snowflake.properties().getProperty("password"));
    }

    /** What a command said, and its exit code. */
    record Said(int code, String out, String err) {
        /** Returns the lines of the output that begin so, without the spaces around them. */
        List<String> lines(String beginning) {
            return out.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(beginning))
                    .toList();
        }

        /** Returns the lines that tell of a check that failed. */
        List<String> failed() {
            return out.lines()
                    .map(String::strip)
                    .filter(line -> line.endsWith("FAILED"))
                    .toList();
        }
    }

    /** Runs a command on the preset xs. */
    Said xs(String command, String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--preset", "xs"));
        words.addAll(List.of(options));
        return say(words.toArray(String[]::new));
    }

    Said say(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--dir", directory.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine payer = Payer.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int code = payer.execute(arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
