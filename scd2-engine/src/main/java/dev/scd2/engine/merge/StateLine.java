package dev.scd2.engine.merge;

import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entity is like from each instant on, noted in order; states that show the same are one. Confined to one thread.
 */
final class StateLine {
    private final Dimension dimension;
    private final SaidValues values;
    private final boolean existedBefore;
    private final List<Version> versions = new ArrayList<>();
    /** The last state: from when, and what; null before the first. */
    private long from;

    private boolean exists;
    private @Nullable Row row;

    StateLine(Dimension dimension, SaidValues values, boolean existedBefore) {
        this.dimension = dimension;
        this.values = values;
        this.existedBefore = existedBefore;
    }

    /** Notes the state from {@code at} on; a row of an entity that does not exist is all null. */
    void note(long at, boolean existing, Row said) {
        boolean same = row == null ? !existing && !existedBefore : existing == exists && values.trackSame(said, row);
        if (!same) {
            end(at);
            from = at;
            exists = existing;
            row = said;
        }
    }

    /** Returns the versions; the last one is open. Called once. */
    List<Version> versions() {
        end(Interval.OPEN);
        return versions;
    }

    private void end(long at) {
        if (row == null) {
            return;
        }
        if (exists) {
            versions.add(Version.of(new Interval(from, at), values.complete(row)));
        } else if (dimension.deletePolicy() == DeletePolicy.MARK && (existedBefore || !versions.isEmpty())) {
            versions.add(new Version(new Interval(from, at), row, true));
        }
    }
}
