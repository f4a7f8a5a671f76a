package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Batches with every kind of change, which any process can make again from the seed. Immutable.
 *
 * @param dimension what they are about
 * @param batches each with its number as the position that it reaches
 */
record SeededFeed(Dimension dimension, List<Batch> batches) {
    /** The source of the positions. */
    static final String SOURCE = "feed";

    /** The first instant at which anything changes. */
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int CHANGES = 90;

    /** Makes feed number {@code round}; the kinds of dimension take turns. */
    static SeededFeed of(long seed, int round) {
        SplittableRandom random = new SplittableRandom(seed + round);
        Feed feed = round % 3 == 2 ? Feed.SPANS : Feed.CHANGES;
        SystemTime systemTime = round % 2 == 0 ? SystemTime.SOURCE : SystemTime.NONE;
        Dimension dimension = Histories.dimension(random, feed, systemTime);
        while (dimension.watermark().isPresent()) { // a listing below a watermark fails its batch
            dimension = Histories.dimension(random, feed, systemTime);
        }
        History history = Histories.withListings(random, dimension, CHANGES)
                .shuffled(random)
                .cut(random);
        List<Batch> batches = new ArrayList<>();
        for (Batch batch : history.batches()) {
            Batch.Builder builder = Batch.builder().changes(batch.changes());
            batch.snapshot().ifPresent(builder::snapshot);
            batches.add(builder.reached(new Position(SOURCE, 0, batches.size())).build());
        }
        return new SeededFeed(dimension, List.copyOf(batches));
    }

    /** Returns the number of the last batch that {@code store} holds, -1 where it holds none. */
    static int reached(DimensionStore store) {
        return store.reached(SOURCE, 0).map(Position::offset).orElse(-1L).intValue();
    }

    /** Returns how many batches several writers take at the same time; the others come later. */
    int atOnce() {
        return batches.size() * 3 / 4;
    }
}
