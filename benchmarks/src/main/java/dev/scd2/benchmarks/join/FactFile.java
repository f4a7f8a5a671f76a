package dev.scd2.benchmarks.join;

import dev.scd2.engine.join.LongKeys;
import dev.scd2.engine.join.Matches;
import dev.scd2.engine.join.VersionIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/** More facts than a heap holds: key and time, eight bytes each, in a file. */
final class FactFile {
    /** How many facts are read at once. */
    static final int CHUNK = 1 << 20;

    private static final int FACT_BYTES = 16;

    private final Path file;
    private final int facts;

    FactFile(Path file, int facts) {
        this.file = file;
        this.facts = facts;
    }

    /** Takes the facts as they are written. */
    interface Copy {
        void accept(long key, long time) throws Exception;
    }

    /** Writes facts that {@code data} draws, and tells {@code copy} of each. */
    void write(JoinData data, Copy copy) throws Exception {
        ByteBuffer buffer = buffer();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < facts; i++) {
                long key = data.drawKey();
                long time = data.drawTime();
                copy.accept(key, time);
                buffer.putLong(key).putLong(time);
                if (!buffer.hasRemaining() || i == facts - 1) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    buffer.clear();
                }
            }
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(CHUNK * FACT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Joins all facts; each thread takes the next chunk when it is done with one, and holds no more. */
    Answer join(VersionIndex index, Threads threads) throws Exception {
        AtomicInteger next = new AtomicInteger();
        int chunks = (facts + CHUNK - 1) / CHUNK;
        return threads.split(threads.count(), (from, to) -> {
            ByteBuffer buffer = buffer();
            long[] keys = new long[CHUNK];
            long[] times = new long[CHUNK];
            Matches met = Matches.of(CHUNK);
            Answer answer = Answer.NONE;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
                    int count = read(channel, chunk, buffer, keys, times);
                    index.join(LongKeys.of(keys), times, 0, count, met);
                    answer = answer.plus(Ours.sum(met, 0, count));
                }
            }
            return answer;
        });
    }

    private int read(FileChannel channel, int chunk, ByteBuffer buffer, long[] keys, long[] times) throws IOException {
        int count = Math.min(CHUNK, facts - chunk * CHUNK);
        buffer.clear().limit(count * FACT_BYTES);
        long at = (long) chunk * CHUNK * FACT_BYTES;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position());
            if (read < 0) {
                throw new IOException("The file of facts ends too early.");
            }
        }
        LongBuffer longs = buffer.flip().asLongBuffer();
        for (int i = 0; i < count; i++) {
            keys[i] = longs.get(2 * i);
            times[i] = longs.get(2 * i + 1);
        }
        return count;
    }
}
