package dev.scd2.kafka;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.error.SourceException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** A source whose reader dies at random: before it reads, with a batch in hand, or behind a commit. */
final class DyingSource implements ChangeSource {
    private final ChangeSource source;
    private final Random random;
    private final int oneIn;
    private int deaths;

    DyingSource(ChangeSource source, Random random, int oneIn) {
        this.source = source;
        this.random = random;
        this.oneIn = oneIn;
    }

    int deaths() {
        return deaths;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Reader read(Progress progress) {
        Reader reader = source.read(progress);
        return new Reader() {
            @Override
            public Optional<Batch> next(Duration atMost) {
                dieAtRandom();
                Optional<Batch> batch = reader.next(atMost);
                dieAtRandom();
                return batch;
            }

            @Override
            public boolean isCaughtUp() {
                return reader.isCaughtUp();
            }

            @Override
            public void committed(Batch batch) {
                dieAtRandom();
                reader.committed(batch);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    private void dieAtRandom() {
        if (random.nextInt(oneIn) == 0) {
            deaths++;
            throw new SourceException("The reader died.", null);
        }
    }
}
