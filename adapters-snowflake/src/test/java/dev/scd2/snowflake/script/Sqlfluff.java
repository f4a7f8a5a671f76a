package dev.scd2.snowflake.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The linter sqlfluff, asked whether it can parse statements as Snowflake's. */
final class Sqlfluff {
    private final Path command;
    private final String version;

    private Sqlfluff(Path command, String version) {
        this.command = command;
        this.version = version;
    }

    /** Finds the command: where the property {@code scd2.sqlfluff} says, else in the path. */
    static Optional<Sqlfluff> find() throws IOException, InterruptedException {
        String said = System.getProperty("scd2.sqlfluff");
        if (said != null) {
            return Optional.of(of(Path.of(said)));
        }
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator)) {
            Path command = Path.of(directory, "sqlfluff");
            if (Files.isExecutable(command)) {
                return Optional.of(of(command));
            }
        }
        return Optional.empty();
    }

    private static Sqlfluff of(Path command) throws IOException, InterruptedException {
        String answer = run(List.of(command.toString(), "--version"));
        return new Sqlfluff(command, answer.replaceAll("(?s).*version\\s+", "").strip());
    }

    int major() {
        return Integer.parseInt(version.replaceAll("\\..*", ""));
    }

    String version() {
        return version;
    }

    /** Returns what is wrong with each statement, by its place in the list; nothing for one that parses. */
    List<Optional<String>> problems(List<String> statements, Path directory) throws IOException, InterruptedException {
        for (int i = 0; i < statements.size(); i++) {
            Path file = directory.resolve("%05d.sql".formatted(i));
            Files.writeString(file, Statements.withoutBinds(statements.get(i)) + "\n");
        }
        String json = run(List.of(
                command.toString(),
                "lint",
                "--dialect",
                "snowflake",
                "--rules",
                "L009",
                "--format",
                "json",
                "--nofail",
                "--disable-progress-bar",
                directory.toString()));
        List<Optional<String>> problems = new ArrayList<>(Stream.generate(Optional::<String>empty)
                .limit(statements.size())
                .toList());
        int read = 0;
        for (JsonNode file : JsonMapper.builder().build().readTree(json.substring(json.indexOf('[')))) {
            String path = file.path("filepath").asText();
            int place = Integer.parseInt(path.substring(path.length() - "00000.sql".length(), path.length() - 4));
            for (JsonNode violation : file.path("violations")) {
                if (violation.path("code").asText().equals("PRS")
                        && problems.get(place).isEmpty()) {
                    problems.set(
                            place, Optional.of(violation.path("description").asText()));
                }
            }
            read++;
        }
        if (read != statements.size()) {
            throw new IllegalStateException("sqlfluff read " + read + " of " + statements.size() + " files: " + json);
        }
        return problems;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }
}
