package dev.scd2.benchmarks.join;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many threads as the databases get. */
final class Threads implements AutoCloseable {
    private final int count;
    private final ExecutorService pool;

    Threads(int count) {
        this.count = count;
        pool = Executors.newFixedThreadPool(count);
    }

    /** Work on a part of the facts, {@code from} inclusive to {@code to} exclusive. */
    interface Part {
        Answer run(int from, int to) throws Exception;
    }

    /** Does work on equal parts, one for each thread. */
    Answer split(int facts, Part part) throws Exception {
        List<Future<Answer>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) facts * i / count);
            int to = (int) ((long) facts * (i + 1) / count);
            parts.add(pool.submit(() -> part.run(from, to)));
        }
        Answer whole = Answer.NONE;
        for (Future<Answer> done : parts) {
            whole = whole.plus(done.get());
        }
        return whole;
    }

    int count() {
        return count;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
