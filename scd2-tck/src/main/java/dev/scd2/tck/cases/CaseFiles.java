package dev.scd2.tck.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds case files. Stateless. */
public final class CaseFiles {
    private CaseFiles() {}

    /**
     * Returns the files in {@code folder} and below it whose names end in {@code .json}, sorted.
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read.", unreadable);
        }
    }

    /** Returns the cases that the test kit ships, by their names in it. They lie beside this class, in the jar too. */
    public static Map<String, CaseFile> shipped() {
        try {
            URI self = Objects.requireNonNull(CaseFiles.class.getResource("CaseFiles.class"))
                    .toURI();
            if (!self.getScheme().equals("jar")) {
                return read(Path.of(self).resolveSibling(""));
            }
            try (FileSystem jar = FileSystems.newFileSystem(self, Map.of())) {
                return read(jar.getPath("/" + CaseFiles.class.getPackageName().replace('.', '/')));
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException("The case files that the test kit ships cannot be read.", unreadable);
        }
    }

    private static Map<String, CaseFile> read(Path folder) {
        Map<String, CaseFile> cases = new LinkedHashMap<>();
        in(folder).forEach(file -> cases.put(folder.relativize(file).toString(), CaseFile.read(file)));
        return cases;
    }
}
