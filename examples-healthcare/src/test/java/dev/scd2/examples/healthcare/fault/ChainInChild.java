package dev.scd2.examples.healthcare.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own with a chain in it, which says a line before each step, and is killed. */
final class ChainInChild implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final Process jvm;
    private final BufferedReader lines;

    ChainInChild(Place place) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Duser.timezone=UTC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ChainInChild.class.getName()),
                        Stream.of(place.words()))
                .toList();
        jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS).execute(jvm::destroyForcibly);
        lines = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits until it is about to take that step. */
    void awaitLine(String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("The child ended before it said '" + wanted + "'.");
        }
    }

    /** Lets it work on for so long, and kills it in the middle of what it does then. */
    void killAfter(long micros) throws InterruptedException {
        if (jvm.waitFor(micros, TimeUnit.MICROSECONDS)) {
            throw new IllegalStateException("The child ended before it was killed.");
        }
        jvm.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        jvm.destroyForcibly();
    }

    /** Goes on until it is killed. */
    public static void main(String[] words) {
        System.out.println("begin");
        try (Chain chain = new Chain(Chain.Plan.at(Place.of(words)))) {
            for (int pass = 1; ; pass++) {
                System.out.println("land " + pass);
                chain.land();
                System.out.println("load " + pass);
                chain.load();
                System.out.println("follow " + pass);
                chain.follow();
            }
        }
    }
}
