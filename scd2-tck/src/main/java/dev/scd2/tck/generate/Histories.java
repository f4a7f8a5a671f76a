package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes random histories with few keys, few instants, few sequences and few values, so that ties, late changes, no-ops,
 * deletes, revivals, hidden values, conflicts, replays, patches and explicit nulls are all frequent.
 *
 * <p>Every change carries a position whose offset is its number in the history. Stateless.
 */
public final class Histories {
    private Histories() {}

    /** Returns a random dimension without system time; the first part of its key is {@code run}, a long. */
    public static Dimension dimension(SplittableRandom random, Feed feed) {
        return dimension(random, feed, SystemTime.NONE);
    }

    /** Returns a random dimension. */
    public static Dimension dimension(SplittableRandom random, Feed feed, SystemTime systemTime) {
        return Dimensions.random(random, feed, systemTime);
    }

    /** Returns a random history of {@code size} changes of single keys, each in a batch of its own. */
    public static History of(SplittableRandom random, Dimension dimension, int size) {
        return of(random, dimension, size, 0);
    }

    /** Returns one in which some of the {@code size} pieces are listings and truncates, which speak of every key. */
    public static History withListings(SplittableRandom random, Dimension dimension, int size) {
        return of(random, dimension, size, 16);
    }

    /** Returns {@code before}, after which the dimension gets a column and a history of {@code size} goes on. */
    public static History widened(SplittableRandom random, History before, int size) {
        return before.then(withListings(random, Dimensions.wider(random, before.dimension()), size));
    }

    /** Returns {@code history} with a system time of the load for each batch; some are equal, a few go back. */
    public static History loadedInTurn(SplittableRandom random, History history) {
        List<Batch> batches = new ArrayList<>();
        Instant now = Changes.START;
        for (Batch batch : history.batches()) {
            now = now.plusSeconds(random.nextInt(4) - 1);
            Batch.Builder builder =
                    Batch.builder().changes(batch.changes()).systemTime(now).loadId("load " + batches.size());
            batch.snapshot().ifPresent(builder::snapshot);
            batches.add(builder.build());
        }
        return new History(history.dimension(), batches);
    }

    /** Returns {@code history} with {@code run} as the first part of every key and as the source of its positions. */
    public static History asRun(History history, long run) {
        List<Batch> batches = new ArrayList<>();
        for (Batch batch : history.batches()) {
            Batch.Builder builder = Batch.builder();
            batch.changes().forEach(change -> builder.change(asRun(change, run)));
            batch.snapshot().ifPresent(builder::snapshot);
            batches.add(builder.build());
        }
        return new History(history.dimension(), batches);
    }

    private static History of(SplittableRandom random, Dimension dimension, int size, int listingsInHundred) {
        Changes changes = new Changes(random, dimension, size);
        List<Batch> pieces = new ArrayList<>();
        List<Batch> said = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Position position = new Position("run 0", 0, i);
            int kind = random.nextInt(100);
            Batch piece;
            if (!said.isEmpty() && kind < 8) {
                piece = changes.again(said.get(random.nextInt(said.size())), position);
            } else if (kind >= 100 - listingsInHundred) {
                boolean truncates = dimension.feed() == Feed.CHANGES && random.nextInt(8) == 0;
                piece = truncates ? Batch.of(changes.truncate(position)) : Batch.of(changes.listing());
            } else {
                piece = Batch.of(changes.ofKey(position));
            }
            said.add(piece);
            pieces.add(piece);
        }
        return new History(dimension, pieces);
    }

    private static Change asRun(Change change, long run) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(change.fields());
        fields.put(Dimensions.RUN, run);
        Position position = change.position();
        long offset = position == null ? 0 : position.offset();
        return change.withFields(fields).withPosition(new Position("run " + run, 0, offset));
    }
}
