package dev.scd2.snowflake.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The stages, each a directory: those that were created, that of each user and of each table. Thread-safe. */
final class Stages {
    private final Path directory;
    private final Map<String, Path> externals;
    private final Map<String, Stage> stages = new HashMap<>();

    Stages(Path directory, Map<String, Path> externals) {
        this.directory = directory;
        this.externals = Map.copyOf(externals);
    }

    /**
     * A stage.
     *
     * @param name  as LIST writes it before the path of a file
     * @param directory  where its files are
     * @param format  the options of the format it was declared with
     */
    record Stage(String name, Path directory, Options format) {}

    /**
     * A place in a stage: all files whose path begins with {@code path}.
     */
    record Place(Stage stage, String path) {
        /** Returns the files, in the order of their paths. */
        List<Path> files() {
            if (!Files.isDirectory(stage.directory())) {
                return List.of();
            }
            try (Stream<Path> all = Files.walk(stage.directory())) {
                return all.filter(Files::isRegularFile)
                        .filter(file -> {
                            String name = relative(file);
                            return name.startsWith(path);
                        })
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String relative(Path file) {
            return stage.directory().relativize(file).toString().replace('\\', '/');
        }

        /** Returns the path of a file as LIST and COPY write it. */
        String told(Path file) {
            return stage.name().isEmpty() ? relative(file) : stage.name() + "/" + relative(file);
        }
    }

    synchronized Answer create(Session session, Words words, boolean replace) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = words.name();
        String told = session.told(name);
        Options options = Options.read(words);
        options.only("CREATE STAGE", "URL", "FILE_FORMAT", "COMMENT", "DIRECTORY", "ENCRYPTION", "STORAGE_INTEGRATION");
        if (stages.containsKey(told)) {
            if (absent) {
                return Answer.status(Kind.DEFINITION, told + " already exists, statement succeeded.");
            }
            if (!replace) {
                throw SnowflakeError.exists(told);
            }
        }
        String last = name.get(name.size() - 1);
        Path path = options.has("URL") ? external(options.text("URL")) : fresh();
        stages.put(told, new Stage(last.toLowerCase(java.util.Locale.ROOT), path, options.nested("FILE_FORMAT")));
        return Answer.status(Kind.DEFINITION, "Stage area " + last + " successfully created.");
    }

    private Path external(String url) {
        String place = url.endsWith("/") ? url : url + "/";
        for (Map.Entry<String, Path> external : externals.entrySet()) {
            if (place.startsWith(external.getKey())) {
                return external.getValue()
                        .resolve(place.substring(external.getKey().length()));
            }
        }
        throw SnowflakeError.unsupported("stage at a URL to which the stand-in was given no directory");
    }

    /** Returns a directory that is no stage. */
    Path nowhere() {
        return fresh();
    }

    private Path fresh() {
        try {
            return Files.createTempDirectory(Files.createDirectories(directory.resolve("stages")), "stage");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized Answer drop(Session session, Words words) {
        boolean present = words.accept("IF", "EXISTS");
        List<String> name = words.name();
        words.end();
        if (stages.remove(session.told(name)) == null && !present) {
            throw SnowflakeError.missing("Stage", session.told(name));
        }
        return Answer.status(Kind.DEFINITION, name.get(name.size() - 1) + " successfully dropped.");
    }

    /**
     * Returns the place that is written after an at sign.
     *
     * @throws SnowflakeError 002003 if there is no such stage
     */
    synchronized Place place(Session session, String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int at = 0;
        boolean quoted = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '/' && !quoted) {
                break;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(quoted ? c : Character.toUpperCase(c));
            }
        }
        parts.add(part.toString());
        String path = at < text.length() ? text.substring(at + 1) : "";
        return new Place(stage(session, parts), path);
    }

    private Stage stage(Session session, List<String> parts) {
        String last = parts.get(parts.size() - 1);
        if (last.equals("~")) {
            return stages.computeIfAbsent("~" + session.user(), key -> new Stage("", fresh(), Options.NONE));
        }
        if (last.startsWith("%")) {
            List<String> table = new ArrayList<>(parts.subList(0, parts.size() - 1));
            table.add(last.substring(1));
            return stages.computeIfAbsent("%" + session.told(table), key -> new Stage("", fresh(), Options.NONE));
        }
        Stage stage = stages.get(session.told(parts));
        if (stage == null) {
            throw SnowflakeError.missing("Stage", session.told(parts));
        }
        return stage;
    }
}
