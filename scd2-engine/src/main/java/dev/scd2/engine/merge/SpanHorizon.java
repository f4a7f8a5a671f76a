package dev.scd2.engine.merge;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A statement about a period is refused if it would alter the timeline before the horizon, and only then. */
final class SpanHorizon {
    private final Dimension dimension;
    private final long horizon;
    private final Predicate<Position> isCommitted;

    SpanHorizon(Dimension dimension, long horizon, Predicate<Position> isCommitted) {
        this.dimension = dimension;
        this.horizon = horizon;
        this.isCommitted = isCommitted;
    }

    boolean isNeeded() {
        return horizon != Evidence.NO_TIME && dimension.feed() == Feed.SPANS;
    }

    /** Returns the claims that leave the timeline before the horizon as it is. */
    List<Evidence> admit(
            List<Evidence> statements,
            List<Evidence> claims,
            List<Rejection> rejections,
            Function<List<Evidence>, List<Version>> law) {
        List<Evidence> admitted = new ArrayList<>();
        List<Version> before = before(law.apply(statements));
        for (Evidence claim : claims) {
            List<Evidence> together = new ArrayList<>(statements);
            together.removeIf(claim::isAtPlaceOf);
            together.add(claim);
            boolean alters = claim.kind().group() == Evidence.Group.SPAN
                    && !before(law.apply(together)).equals(before);
            Position position = claim.position();
            if (!alters) {
                admitted.add(claim);
            } else if (position == null || !isCommitted.test(position)) {
                rejections.add(Rejections.of(
                        dimension,
                        Rejections.change(dimension, claim),
                        new Refusal(
                                Reason.BEFORE_HORIZON,
                                "The statement would alter the timeline before the horizon of dimension " + dimension
                                        + " at " + Instants.ofMicros(horizon) + ". What was pruned is decided.")));
            }
        }
        return admitted;
    }

    private List<Version> before(List<Version> versions) {
        List<Version> before = new ArrayList<>();
        for (Version version : versions) {
            if (version.interval().startMicros() < horizon) {
                long end = Math.min(version.interval().endMicros(), horizon);
                before.add(version.over(new Interval(version.interval().startMicros(), end)));
            }
        }
        return before;
    }
}
