package dev.scd2.tck.generate;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import java.util.List;
import java.util.SplittableRandom;

/** Makes random dimensions. The first part of every key is {@link #RUN}, which keeps histories apart. Stateless. */
final class Dimensions {
    /** The name of the key column, a long, that says which run of a history a row belongs to. */
    static final String RUN = "run";

    private static final List<ColumnType> TYPES = List.of(
            ColumnType.TEXT,
            ColumnType.LONG,
            ColumnType.decimal(9, 2),
            ColumnType.DOUBLE,
            ColumnType.BOOLEAN,
            ColumnType.DATE,
            ColumnType.TIMESTAMP,
            ColumnType.BYTES);

    private Dimensions() {}

    static Dimension random(SplittableRandom random, Feed feed) {
        Dimension.Builder builder = Dimension.named("random_" + random.nextInt(1_000_000))
                .key(RUN, ColumnType.LONG)
                .key("id", ColumnType.TEXT)
                .fedBy(feed)
                .deletes(pick(random, DeletePolicy.CLOSE, DeletePolicy.CLOSE, DeletePolicy.MARK, DeletePolicy.IGNORE))
                .maxDeleteShare(1.0)
                .ignore("noise");
        if (random.nextBoolean()) {
            builder.key("part", ColumnType.LONG);
        }
        boolean tracksEverything = random.nextInt(5) < 2;
        int width = 1 + random.nextInt(4);
        for (int i = 0; i < width; i++) {
            AttributePolicy policy = tracksEverything || i == 0
                    ? AttributePolicy.TRACK
                    : pick(random, AttributePolicy.TRACK, AttributePolicy.FIXED, AttributePolicy.OVERWRITE);
            builder.attribute("c" + i, TYPES.get(random.nextInt(TYPES.size())), policy);
            if (random.nextInt(4) == 0) {
                builder.personal("c" + i);
            }
        }
        if (random.nextInt(3) == 0) {
            builder.tieBreak("c" + random.nextInt(width));
        }
        return builder.build();
    }

    @SafeVarargs
    static <T> T pick(SplittableRandom random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
