package dev.scd2.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * As whom, and behind which words, the server's programs are called.
 *
 * <p>PostgreSQL refuses to run as root, and a server must not outlive its JVM. Where {@code setpriv} can do it, the
 * kernel interrupts the server when the thread that forked it ends. As root the server runs in a user namespace without
 * a mapping ({@code unshare -U}), which works below any directory, or else as user 65534, which must then own the data
 * and be able to reach it.
 */
final class LaunchUser {
    private static final int NOBODY = 65534;
    private static final List<String> DIE_WITH_PARENT = List.of("--pdeathsig", "SIGINT", "--");
    private static final boolean LINUX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    private static final boolean ROOT = LINUX && root();

    private final List<String> prefix;
    private final int owner;

    private LaunchUser(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** Tries the ways from the best to the plainest, each with a program that does nothing. */
    static LaunchUser find() {
        List<String> setpriv = concat(List.of("setpriv"), DIE_WITH_PARENT);
        if (!ROOT) {
            return new LaunchUser(LINUX && works(setpriv) ? setpriv : List.of(), -1);
        }
        List<String> namespace = List.of("unshare", "-U");
        List<String> asNobody =
                concat(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), DIE_WITH_PARENT);
        for (LaunchUser user : List.of(
                new LaunchUser(concat(namespace, setpriv), 0),
                new LaunchUser(asNobody, NOBODY),
                new LaunchUser(namespace, 0))) {
            if (works(user.prefix)) {
                return user;
            }
        }
        throw new PostgresStartException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv"
                + " --reuid' works here to run it as somebody else. Start this program as a plain user.");
    }

    List<String> command(List<String> command) {
        return concat(prefix, command);
    }

    /** Whether another user than that of this JVM must be able to reach programs and data. */
    boolean another() {
        return owner == NOBODY;
    }

    /** A place for the programs that the server's user can read. */
    Path defaultCache() {
        if (another()) {
            return Path.of(System.getProperty("java.io.tmpdir"), "scd2-postgres-root");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", ""));
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : home.resolve(".cache");
        Path wanted = base.resolve("scd2");
        return canCreate(wanted)
                ? wanted
                : Path.of(System.getProperty("java.io.tmpdir"), "scd2-postgres-" + System.getProperty("user.name"));
    }

    /** Makes the directory, and refuses one that somebody else could have filled. */
    void prepareCache(Path cache) throws IOException {
        Files.createDirectories(cache);
        if (!LINUX) {
            return;
        }
        if (another()) {
            addTraverse(cache);
            requireReachable(cache);
        }
        PosixFileAttributes attributes = Files.readAttributes(cache, PosixFileAttributes.class);
        boolean writableByOthers = attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        if (writableByOthers || (ROOT && !Objects.equals(Files.getAttribute(cache, "unix:uid"), 0))) {
            throw new PostgresStartException(
                    "The cache directory " + cache + " may be written by others; remove it or name another one.");
        }
    }

    /** Gives the data to the server's user where it belongs to another one (only root can have this to do). */
    void own(Path home, Path data) throws IOException {
        if (!ROOT) {
            return;
        }
        if (another()) {
            addTraverse(home);
            requireReachable(home);
        }
        if (Objects.equals(Files.getAttribute(data, "unix:uid"), owner)) {
            return;
        }
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.setAttribute(directory, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void addTraverse(Path directory) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(directory, permissions);
        }
    }

    private static void requireReachable(Path directory) throws IOException {
        for (Path path = directory.toRealPath(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new PostgresStartException("User " + NOBODY + ", as whom PostgreSQL must run here, cannot reach "
                        + directory + ": " + path + " is closed to others. Choose a directory below "
                        + System.getProperty("java.io.tmpdir") + ", or start this program as a plain user.");
            }
        }
    }

    private static boolean root() {
        try {
            return Objects.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), 0);
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean canCreate(Path directory) {
        try {
            return Files.isWritable(Files.createDirectories(directory));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean works(List<String> prefix) {
        try {
            Process probe = new ProcessBuilder(concat(prefix, List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(10, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresStartException("Interrupted while starting PostgreSQL.", e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
