package dev.scd2.examples.healthcare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The payer in a JVM of its own. A watch in it looks at the stacks of its threads, and says when one of them stands in a
 * given method; then it is killed.
 */
final class PayerInChild implements AutoCloseable {
    private static final String THERE = "there: ";
    private static final long LONGEST_SECONDS = 240;
    private static final long LOOK_MICROS = 200;

    private final Process jvm;
    private final List<String> said = new ArrayList<>();

    /** Starts {@code payer} with these words. */
    PayerInChild(String... words) throws IOException {
        this(Moment.NEVER, 0, List.of(), Map.of(), words);
    }

    /**
     * Starts {@code payer} with these words.
     *
     * @param afterMicros how long after the moment it says so
     * @param shell the beginning of a shell command that runs the JVM, or nothing
     */
    PayerInChild(Moment moment, long afterMicros, List<String> shell, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                PayerInChild.class.getName(),
                moment.thread(),
                moment.frame(),
                Long.toString(afterMicros)));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SCD2_"));
        builder.environment().putAll(environment);
        jvm = builder.start();
        var late = jvm.onExit().orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).exceptionally(tooLong -> {
            jvm.destroyForcibly();
            return jvm;
        });
        assert late != null;
    }

    /**
     * A place in the code.
     *
     * @param thread the thread that is looked at, or {@code *} for all
     * @param frame class and method, as in {@code SqlTransaction.commit}
     */
    record Moment(String thread, String frame) {
        static final Moment NEVER = new Moment("", "");

        static Moment in(String frame) {
            return new Moment("main", frame);
        }

        static Moment onAnyThreadIn(String frame) {
            return new Moment("*", frame);
        }
    }

    /** Kills it when the moment comes, and returns where it stood then; nothing if it ended before. */
    @Nullable
    String killAtMoment() throws IOException, InterruptedException {
        String line = awaitLine(THERE);
        if (line == null) {
            return null;
        }
        jvm.destroyForcibly().waitFor();
        return line.substring(THERE.length());
    }

    /** Returns the next line that begins so; nothing if it ends before. */
    @Nullable
    String awaitLine(String beginning) throws IOException {
        BufferedReader lines = jvm.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            said.add(line);
            line = lines.readLine();
        }
        return line;
    }

    /** Waits for its end and returns its exit code. */
    int awaitEnd() throws IOException, InterruptedException {
        awaitLine("never said by anybody");
        return jvm.waitFor();
    }

    /** What it said so far. */
    String said() {
        return String.join("\n", said);
    }

    @Override
    public void close() {
        jvm.destroyForcibly();
    }

    /** Returns the processes that work below the directory; on systems without {@code /proc} none can be found. */
    static List<ProcessHandle> workingBelow(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> works(process, directory))
                .toList();
    }

    private static boolean works(ProcessHandle process, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .startsWith(directory.toRealPath());
        } catch (IOException ended) {
            return false;
        }
    }

    /** Returns when none works below the directory any more, or throws. */
    static void awaitNoneBelow(Path directory) throws Exception {
        for (ProcessHandle process : workingBelow(directory)) {
            try {
                process.onExit().get(20, TimeUnit.SECONDS);
            } catch (TimeoutException zombieOrOrphan) {
                // What is left is told by who looks next.
                continue;
            }
        }
    }

    public static void main(String[] arguments) {
        if (!arguments[1].isEmpty()) {
            watch(arguments[0], arguments[1], Long.parseLong(arguments[2]));
        }
        Payer.main(Arrays.copyOfRange(arguments, 3, arguments.length));
    }

    private static void watch(String thread, String frame, long afterMicros) {
        Thread main = Thread.currentThread();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watching = new Thread(task, "watch");
            watching.setDaemon(true);
            watching.setPriority(Thread.MAX_PRIORITY);
            return watching;
        });
        var looking = watch.scheduleWithFixedDelay(
                () -> {
                    if (stacks(thread, main).anyMatch(stack -> stands(stack, frame))) {
                        LockSupport.parkNanos(afterMicros * 1_000);
                        System.out.println(THERE + place(main.getStackTrace()));
                        watch.shutdown();
                    }
                },
                0,
                LOOK_MICROS,
                TimeUnit.MICROSECONDS);
        assert !looking.isDone();
    }

    private static Stream<StackTraceElement[]> stacks(String thread, Thread main) {
        return thread.equals("*")
                ? Thread.getAllStackTraces().values().stream()
                : Stream.<StackTraceElement[]>of(main.getStackTrace());
    }

    private static boolean stands(StackTraceElement[] stack, String frame) {
        return Arrays.stream(stack).anyMatch(element -> named(element).equals(frame));
    }

    /** The frames of this project, the innermost first. */
    private static String place(StackTraceElement[] stack) {
        List<String> frames = Arrays.stream(stack)
                .filter(element -> element.getClassName().startsWith("dev.scd2."))
                .map(PayerInChild::named)
                .distinct()
                .toList();
        return String.join(" < ", frames);
    }

    private static String named(StackTraceElement element) {
        String type = element.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + '.' + element.getMethodName();
    }
}
