package dev.scd2.tck.generate;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.LateRecord;
import dev.scd2.dimension.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
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

    static Dimension random(SplittableRandom random, Feed feed, SystemTime systemTime) {
        Dimension.Builder builder = Dimension.named("random_" + random.nextInt(1_000_000))
                .key(RUN, ColumnType.LONG)
                .key("id", ColumnType.TEXT)
                .fedBy(feed)
                .systemTime(systemTime)
                .deletes(pick(random, DeletePolicy.CLOSE, DeletePolicy.CLOSE, DeletePolicy.MARK, DeletePolicy.IGNORE))
                .maxDeleteShare(1.0)
                .allowNewColumns()
                .ignore("noise");
        if (random.nextBoolean()) {
            builder.key("part", ColumnType.LONG);
        }
        if (systemTime == SystemTime.SOURCE && random.nextInt(3) == 0) {
            builder.watermark(
                    Changes.START.plus(Duration.ofDays(1)), pick(random, LateRecord.QUARANTINE, LateRecord.RECORD));
        }
        columns(random, builder);
        return builder.build();
    }

    /** What decides between changes is not personal: what is erased decides nothing. */
    private static void columns(SplittableRandom random, Dimension.Builder builder) {
        boolean tracksEverything = random.nextInt(5) < 2;
        int width = 1 + random.nextInt(4);
        List<String> open = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            AttributePolicy policy = tracksEverything || i == 0
                    ? AttributePolicy.TRACK
                    : pick(random, AttributePolicy.TRACK, AttributePolicy.FIXED, AttributePolicy.OVERWRITE);
            builder.attribute("c" + i, type(random), policy);
            if (random.nextInt(3) == 0) {
                builder.personal("c" + i);
            } else {
                open.add("c" + i);
            }
        }
        if (!open.isEmpty() && random.nextInt(3) == 0) {
            builder.tieBreak(open.get(random.nextInt(open.size())));
        }
        if (!open.isEmpty() && random.nextInt(3) == 0) {
            builder.overlapOrder(open.get(random.nextInt(open.size())));
        }
    }

    /** Returns {@code narrow} with one more attribute behind the others. */
    static Dimension wider(SplittableRandom random, Dimension narrow) {
        Dimension.Builder builder = Dimension.named(narrow.name())
                .fedBy(narrow.feed())
                .systemTime(narrow.systemTime())
                .deletes(narrow.deletePolicy())
                .maxDeleteShare(narrow.maxDeleteShare())
                .allowNewColumns()
                .ignore(narrow.ignored().toArray(new String[0]));
        for (Column part : narrow.naturalKey()) {
            builder.key(part.name(), part.type());
        }
        for (Column column : narrow.attributes()) {
            builder.attribute(column.name(), column.type(), column.policy());
        }
        builder.attribute(
                "c" + narrow.attributes().size(),
                type(random),
                pick(random, AttributePolicy.TRACK, AttributePolicy.FIXED, AttributePolicy.OVERWRITE));
        builder.personal(narrow.personal().toArray(new String[0]));
        builder.overlapOrder(narrow.overlapOrder().toArray(new String[0]));
        narrow.tieBreak().ifPresent(builder::tieBreak);
        narrow.watermark().ifPresent(mark -> builder.watermark(mark, narrow.lateRecord()));
        return builder.build();
    }

    private static ColumnType type(SplittableRandom random) {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    @SafeVarargs
    static <T> T pick(SplittableRandom random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
