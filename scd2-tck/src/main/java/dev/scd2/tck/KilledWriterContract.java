package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.store.DimensionStore;
import java.util.List;

/**
 * A writer that is killed leaves whole batches only, and the next one goes on to where an undisturbed one would have come.
 *
 * <p>A child process applies a feed of every kind of change. It ends by SIGKILL at a random moment, or by itself before or
 * after a statement, COMMIT among them, that it sends while it opens the tables or applies a batch; each statement gets its
 * turn. Then the store must hold what an undisturbed one held after as many batches. The next child goes on from the
 * committed position, the last batches before it once more. {@code -Dscd2.kills=…} says how many kills (6 unless said).
 *
 * <p>The child has the class path of the test and is started with its class, which needs a {@code main} that makes an
 * instance and calls {@link #write}.
 */
public abstract class KilledWriterContract extends KilledProcesses<DimensionStore, Image> {
    /** Opens the store of {@code dimension} at {@code place}, on connections that {@code fuse} wires. */
    protected abstract DimensionStore open(String place, Dimension dimension, Fuse fuse);

    @Override
    final DimensionStore open(String place, SeededFeed feed, int round, Fuse fuse) {
        return open(place, feed.dimension(), fuse);
    }

    @Override
    final void resume(DimensionStore store, int round) {
        // what is there is whole
    }

    @Override
    final void apply(DimensionStore store, Batch batch, int round) {
        History.of(store).apply(batch);
    }

    @Override
    final Image image(DimensionStore store) {
        return Image.of(store);
    }

    @Override
    final int reached(DimensionStore store) {
        return SeededFeed.reached(store);
    }

    @Override
    final int check(DimensionStore store, List<Image> images, int round, String where) {
        // A server may still be committing for a writer that is gone: its lock says when that has ended.
        store.begin().close();
        int reached = reached(store);
        images.get(reached + 1).requireSame(Image.of(store), where + ", after batch " + reached);
        Trial.verify(store);
        return reached;
    }
}
