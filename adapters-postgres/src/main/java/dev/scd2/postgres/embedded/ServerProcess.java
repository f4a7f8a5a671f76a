package dev.scd2.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A server in the foreground, forked by a thread of its own that lives as long as the server.
 *
 * <p>The kernel's parent-death signal is tied to the thread that forked, not to the JVM: had a short-lived thread
 * forked, its end would stop the server.
 */
final class ServerProcess {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final long POLITE_SECONDS = 15;
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ProcessHandle handle;
    private final BooleanSupplier alive;

    private ServerProcess(ProcessHandle handle, BooleanSupplier alive) {
        this.handle = handle;
        this.alive = alive;
    }

    static ServerProcess fork(List<String> command, Path directory, Path log) throws IOException {
        CompletableFuture<Process> forked = new CompletableFuture<>();
        Thread thread = new Thread(() -> forkAndStay(command, directory, log, forked), "embedded-postgres");
        thread.setDaemon(true);
        thread.start();
        try {
            Process process = forked.get();
            return new ServerProcess(process.toHandle(), process::isAlive);
        } catch (ExecutionException e) {
            throw new IOException("Cannot start " + command.get(0) + ".", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresStartException("Interrupted while starting PostgreSQL.", e);
        }
    }

    private static void forkAndStay(List<String> command, Path directory, Path log, CompletableFuture<Process> forked) {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            process = builder.start();
        } catch (IOException e) {
            forked.completeExceptionally(e);
            return;
        }
        forked.complete(process);
        boolean interrupted = true;
        while (interrupted) {
            try {
                process.waitFor();
                interrupted = false;
            } catch (InterruptedException e) {
                interrupted = process.isAlive();
            }
        }
    }

    /** The server that {@code postmaster.pid} of the data directory names, if it still runs. */
    static Optional<ServerProcess> left(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        String first = lines.isEmpty() ? "" : lines.get(0).strip();
        if (!first.matches("-?\\d{1,18}")) {
            return Optional.empty();
        }
        long pid = Math.abs(Long.parseLong(first));
        return ProcessHandle.of(pid)
                .filter(process -> serves(process, data))
                .map(process -> new ServerProcess(process, () -> serves(process, data)));
    }

    private static boolean serves(ProcessHandle process, Path data) {
        Path arguments = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.isReadable(arguments)) {
            try {
                List<String> words = List.of(Files.readString(arguments).split("\0"));
                return words.contains(data.toString()) && words.get(0).endsWith("postgres");
            } catch (IOException e) {
                return false;
            }
        }
        return process.info()
                .command()
                .map(program -> program.endsWith("postgres") || program.endsWith("postgres.exe"))
                .orElse(false);
    }

    long pid() {
        return handle.pid();
    }

    boolean isAlive() {
        return alive.getAsBoolean();
    }

    /**
     * Waits until the server ends, at most so long; says whether it ended. A server that is no child of this JVM may
     * stay as a zombie where nobody reaps it, so the end of the process alone is not enough to go by.
     */
    boolean ends(long time, TimeUnit unit) {
        long deadline = System.nanoTime() + unit.toNanos(time);
        while (alive.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                handle.onExit().get(Math.min(left, ROUND_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                throw new IllegalStateException("The end of the server cannot be observed.", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !alive.getAsBoolean();
            }
        }
        return true;
    }

    /** Asks for a fast shutdown, which does not wait for clients, and kills what does not follow. */
    void stop() {
        if (!alive.getAsBoolean()) {
            return;
        }
        interrupt();
        if (!ends(POLITE_SECONDS, TimeUnit.SECONDS)) {
            handle.descendants().forEach(ProcessHandle::destroyForcibly);
            handle.destroyForcibly();
            ends(POLITE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void interrupt() {
        if (WINDOWS) {
            handle.destroy();
            return;
        }
        try {
            new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot signal the PostgreSQL server " + handle.pid() + ".", e);
        }
    }
}
