package dev.scd2.engine.join;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Work that is done in parts at the same time: by the calling thread and those of the common pool. */
final class Workers {
    private Workers() {}

    /**
     * Does the parts 0 to {@code count}, exclusive; returns when all are done. One is done by the calling thread, without
     * more.
     */
    static void run(int count, IntConsumer part) {
        if (count == 1) {
            part.accept(0);
        } else {
            IntStream.range(0, count).parallel().forEach(part);
        }
    }
}
