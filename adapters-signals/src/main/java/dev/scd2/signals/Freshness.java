package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the newest change of a batch was said. Stateless. */
final class Freshness {
    private Freshness() {}

    /**
     * Returns when the source recorded the newest change of a batch; where that is not known, from when on the change holds,
     * unless that lies in the future: then it does not tell when it was said. Empty if nothing tells.
     */
    static Optional<Instant> newest(Batch batch, Instant now) {
        return Stream.concat(
                        batch.snapshot().stream().map(listing -> said(listing.systemTime(), listing.at(), now)),
                        batch.changes().stream().map(change -> said(change.systemTime(), validFrom(change), now)))
                .flatMap(Optional::stream)
                .filter(Instants::isInRange)
                .max(Comparator.naturalOrder());
    }

    /** A source whose clock is ahead has said it just now. */
    private static Optional<Instant> said(@Nullable Instant recorded, @Nullable Instant validFrom, Instant now) {
        if (recorded != null) {
            return Optional.of(recorded.isAfter(now) ? now : recorded);
        }
        return Optional.ofNullable(validFrom).filter(from -> !from.isAfter(now));
    }

    private static @Nullable Instant validFrom(Change change) {
        if (change instanceof Observation observation) {
            return observation.validFrom();
        }
        if (change instanceof Patch patch) {
            return patch.validFrom();
        }
        if (change instanceof Delete delete) {
            return delete.validFrom();
        }
        if (change instanceof Span span) {
            return span.validFrom();
        }
        if (change instanceof Correction correction) {
            return correction.validFrom();
        }
        return change instanceof Truncate truncate ? truncate.validFrom() : null;
    }
}
