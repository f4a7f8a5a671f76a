package dev.scd2.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is applied together, or not at all: changes, at most one snapshot, and the positions that reading has reached.
 *
 * <p>Immutable.
 */
public final class Batch {
    private final List<Change> changes;
    private final @Nullable Snapshot snapshot;
    private final Map<String, Position> reached;
    private final String loadId;
    private final @Nullable Instant systemTime;

    private Batch(Builder builder) {
        changes = List.copyOf(builder.changes);
        snapshot = builder.snapshot;
        reached = Map.copyOf(builder.reached);
        loadId = builder.loadId;
        systemTime = builder.systemTime;
    }

    /** Returns a batch of these changes. */
    public static Batch of(Change... changes) {
        return builder().changes(List.of(changes)).build();
    }

    /** Returns a batch of one snapshot. */
    public static Batch of(Snapshot snapshot) {
        return builder().snapshot(snapshot).build();
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the changes in order of arrival, which decides nothing; immutable. */
    public List<Change> changes() {
        return changes;
    }

    /** Returns the snapshot, if there is one. */
    public Optional<Snapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** Returns the furthest position reached in each partition of each source. */
    public List<Position> reached() {
        return List.copyOf(reached.values());
    }

    /** Returns the load id that new versions carry; empty unless said. */
    public String loadId() {
        return loadId;
    }

    /** Returns when the load says that this is believed; the present, if it is not said and the dimension keeps it. */
    public Optional<Instant> systemTime() {
        return Optional.ofNullable(systemTime);
    }

    /** Builds a {@link Batch}. Confined to one thread. */
    public static final class Builder {
        private final List<Change> changes = new ArrayList<>();
        private final Map<String, Position> reached = new LinkedHashMap<>();
        private @Nullable Snapshot snapshot;
        private String loadId = "";
        private @Nullable Instant systemTime;

        private Builder() {}

        /** Adds a change; its position, if any, counts as reached. */
        public Builder change(Change change) {
            changes.add(change);
            Position position = change.position();
            return position == null ? this : reached(position);
        }

        /** Adds changes. */
        public Builder changes(Iterable<? extends Change> more) {
            more.forEach(this::change);
            return this;
        }

        /** Sets the snapshot. */
        public Builder snapshot(Snapshot listing) {
            snapshot = listing;
            return this;
        }

        /** Says that reading has come as far as {@code position}, inclusive, in its partition. */
        public Builder reached(Position position) {
            reached.merge(
                    position.partition() + "/" + position.source(),
                    position,
                    (a, b) -> a.offset() >= b.offset() ? a : b);
            return this;
        }

        /** Sets the load id that new versions carry. */
        public Builder loadId(String id) {
            loadId = id;
            return this;
        }

        /**
         * Sets when the load says that this is believed, for a dimension that keeps the {@linkplain
         * dev.scd2.dimension.SystemTime#LOAD system time of loads}. One that lies before an earlier load's counts as that.
         */
        public Builder systemTime(Instant time) {
            systemTime = time;
            return this;
        }

        /** Returns the batch. */
        public Batch build() {
            return new Batch(this);
        }
    }
}
