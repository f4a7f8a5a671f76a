package dev.scd2.engine.intake;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.error.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A list of changes with offsets, of which a read can fail. */
final class Log implements ChangeSource {
    final List<Change> changes;
    private final Random random;
    private final BooleanSupplier fails;
    int opened;
    long committed;
    long durable = -1;

    Log(List<Change> changes, Random random, BooleanSupplier fails) {
        this.changes = new ArrayList<>(changes);
        this.random = random;
        this.fails = fails;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Reader read(Progress progress) {
        opened++;
        int first = progress.reached("log", 0)
                .map(reached -> (int) reached.offset() + 1)
                .orElse(0);
        return new Reader() {
            private int next = first;

            @Override
            public Optional<Batch> next(Duration atMost) {
                if (fails.getAsBoolean()) {
                    throw new SourceException("The log cannot be read.", null);
                }
                if (isCaughtUp()) {
                    return Optional.empty();
                }
                Batch.Builder batch = Batch.builder();
                for (int i = 1 + random.nextInt(10); i > 0 && !isCaughtUp(); i--) {
                    batch.change(changes.get(next).withPosition(new Position("log", 0, next++)));
                }
                return Optional.of(batch.build());
            }

            @Override
            public boolean isCaughtUp() {
                return next == changes.size();
            }

            @Override
            public void committed(Batch batch) {
                committed++;
                durable = batch.reached().get(0).offset();
            }

            @Override
            public void close() {
                // There is nothing to give back.
            }
        };
    }
}
