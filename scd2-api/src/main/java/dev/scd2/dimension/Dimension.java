package dev.scd2.dimension;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one dimension is: its natural key, its attributes and their policies, and its rules.
 *
 * <pre>{@code
 * Dimension member = Dimension.named("member")
 *         .key("member_id", ColumnType.TEXT)
 *         .track("plan", ColumnType.TEXT)
 *         .overwrite("phone", ColumnType.TEXT)
 *         .build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Dimension {
    private final String name;
    private final Columns columns;
    private final Set<String> ignored;
    private final Set<String> personal;
    private final DeletePolicy deletePolicy;
    private final ConflictPolicy conflictPolicy;
    private final Feed feed;
    private final @Nullable String tieBreak;
    private final double maxDeleteShare;
    private final long rejectLimit;
    private final SystemTime systemTime;
    private final @Nullable Instant watermark;
    private final LateRecord lateRecord;
    private final boolean allowsNewColumns;
    private final List<String> overlapOrder;

    private Dimension(Builder builder) {
        name = builder.name;
        columns = new Columns(builder.naturalKey, builder.attributes);
        ignored = Set.copyOf(builder.ignored);
        personal = Set.copyOf(builder.personal);
        deletePolicy = builder.deletePolicy;
        conflictPolicy = builder.conflictPolicy;
        feed = builder.feed;
        tieBreak = builder.tieBreak;
        maxDeleteShare = builder.maxDeleteShare;
        rejectLimit = builder.rejectLimit;
        systemTime = builder.systemTime;
        watermark = builder.watermark;
        lateRecord = builder.lateRecord;
        allowsNewColumns = builder.allowsNewColumns;
        overlapOrder = List.copyOf(builder.overlapOrder);
    }

    /** Returns a builder for the dimension of this name, which is also the name of its table. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Returns the name of the dimension and of its table. */
    public String name() {
        return name;
    }

    /** Returns the natural key columns in order, at least one; immutable. */
    public List<Column> naturalKey() {
        return columns.naturalKey();
    }

    /** Returns the kept attributes in declared order; immutable. */
    public List<Column> attributes() {
        return columns.attributes();
    }

    /** Returns the types of the columns by name: of the natural key in order, then of the kept attributes; immutable. */
    public Map<String, ColumnType> columnTypes() {
        return columns.types();
    }

    /** Returns the names of the columns that may come and are not kept; immutable. */
    public Set<String> ignored() {
        return ignored;
    }

    /** Returns the names of the attributes that identify a person; immutable. */
    public Set<String> personal() {
        return personal;
    }

    /** Returns what a delete does. */
    public DeletePolicy deletePolicy() {
        return deletePolicy;
    }

    /** Returns what a conflict does. */
    public ConflictPolicy conflictPolicy() {
        return conflictPolicy;
    }

    /** Returns how the source states its entities. */
    public Feed feed() {
        return feed;
    }

    /** Returns the attribute whose greater value wins a conflict, if one is declared. */
    public Optional<String> tieBreak() {
        return Optional.ofNullable(tieBreak);
    }

    /** Returns the brake: the greatest share, 0 to 1, of the keys in force that one snapshot may delete. */
    public double maxDeleteShare() {
        return maxDeleteShare;
    }

    /** Returns how many rejected changes one batch may hold; one more fails it whole. */
    public long rejectLimit() {
        return rejectLimit;
    }

    /** Returns whether, and by whose clock, it is kept when things were believed. */
    public SystemTime systemTime() {
        return systemTime;
    }

    /** Returns whether it is kept when things were believed. */
    public boolean isBitemporal() {
        return systemTime != SystemTime.NONE;
    }

    /** Returns the system time of the source up to which answers are final, if one is declared. */
    public Optional<Instant> watermark() {
        return Optional.ofNullable(watermark);
    }

    /** Returns what happens to a change that was recorded below the watermark. */
    public LateRecord lateRecord() {
        return lateRecord;
    }

    /** Returns whether the table may get columns that it does not have. */
    public boolean allowsNewColumns() {
        return allowsNewColumns;
    }

    /** Returns the attributes whose greater values win where spans overlap, the first deciding first; immutable. */
    public List<String> overlapOrder() {
        return overlapOrder;
    }

    /** Returns the place of attribute {@code column} in {@link #attributes()}, counted from 0, if it is kept. */
    public OptionalInt attributeIndex(String column) {
        return columns.attributeIndex(column);
    }

    /**
     * Returns whether every kept attribute is tracked. Then what lies before the last complete statement about a key
     * cannot influence what lies after it, and only that window of a history need be read.
     */
    public boolean tracksEverything() {
        return feed == Feed.CHANGES && columns.areAllTracked();
    }

    /**
     * Returns the natural key in {@code row}; other columns of it are not looked at.
     *
     * @throws IllegalArgumentException if a part is missing, null or of the wrong type
     */
    public Key key(Map<String, ? extends @Nullable Object> row) {
        return columns.key(name, row);
    }

    /**
     * Returns the kept attributes in {@code row}, those that it lacks unsaid; natural key and unknown columns are not
     * looked at.
     *
     * @throws IllegalArgumentException if a value is of the wrong type
     */
    public Row row(Map<String, ? extends @Nullable Object> row) {
        return columns.row(row);
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }

    /** Builds a {@link Dimension}; each call rejects a bad combination at once. Confined to one thread. */
    public static final class Builder {
        private final String name;
        private final List<Column> naturalKey = new ArrayList<>();
        private final List<Column> attributes = new ArrayList<>();
        private final Set<String> names = new LinkedHashSet<>();
        private final Set<String> ignored = new LinkedHashSet<>();
        private final Set<String> personal = new LinkedHashSet<>();
        private DeletePolicy deletePolicy = DeletePolicy.CLOSE;
        private ConflictPolicy conflictPolicy = ConflictPolicy.QUARANTINE;
        private Feed feed = Feed.CHANGES;
        private @Nullable String tieBreak;
        private double maxDeleteShare = 0.2;
        private long rejectLimit = Long.MAX_VALUE;
        private SystemTime systemTime = SystemTime.NONE;
        private @Nullable Instant watermark;
        private LateRecord lateRecord = LateRecord.QUARANTINE;
        private boolean allowsNewColumns;
        private final List<String> overlapOrder = new ArrayList<>();

        private Builder(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("A dimension needs a name.");
            }
            this.name = name;
        }

        /** Adds a part of the natural key. */
        public Builder key(String column, ColumnType type) {
            claim(column);
            naturalKey.add(new Column(column, type, AttributePolicy.FIXED));
            return this;
        }

        /** Adds an attribute whose differences open versions (type 2). */
        public Builder track(String column, ColumnType type) {
            return attribute(column, type, AttributePolicy.TRACK);
        }

        /** Adds an attribute that shows the last value said, in every version (type 1). */
        public Builder overwrite(String column, ColumnType type) {
            return attribute(column, type, AttributePolicy.OVERWRITE);
        }

        /** Adds an attribute that shows the first value said, in every version (type 0). */
        public Builder fixed(String column, ColumnType type) {
            return attribute(column, type, AttributePolicy.FIXED);
        }

        /** Adds columns that may come and are not kept. */
        public Builder ignore(String... columns) {
            for (String column : columns) {
                claim(column);
                ignored.add(column);
            }
            return this;
        }

        /** Adds an attribute under {@code policy}. */
        public Builder attribute(String column, ColumnType type, AttributePolicy policy) {
            if (policy == AttributePolicy.IGNORE) {
                return ignore(column);
            }
            claim(column);
            attributes.add(new Column(column, type, policy));
            return this;
        }

        /** Sets what a delete does; {@link DeletePolicy#CLOSE} unless said. */
        public Builder deletes(DeletePolicy policy) {
            deletePolicy = policy;
            return this;
        }

        /** Sets what a conflict does; {@link ConflictPolicy#QUARANTINE} unless said. */
        public Builder conflicts(ConflictPolicy policy) {
            conflictPolicy = policy;
            return this;
        }

        /** Sets how the source states its entities; {@link Feed#CHANGES} unless said. */
        public Builder fedBy(Feed source) {
            feed = source;
            return this;
        }

        /**
         * Declares the attribute whose greater value wins a conflict, null being least.
         *
         * @throws IllegalArgumentException if it is not a kept attribute declared before
         */
        public Builder tieBreak(String column) {
            requireAttribute(column);
            tieBreak = column;
            return this;
        }

        /**
         * Declares attributes that identify a person.
         *
         * @throws IllegalArgumentException if one is not a kept attribute declared before
         */
        public Builder personal(String... columns) {
            for (String column : columns) {
                requireAttribute(column);
                personal.add(column);
            }
            return this;
        }

        /** Sets the brake: the share, 0 to 1, of the keys in force that one snapshot may delete; 0.2 unless said. */
        public Builder maxDeleteShare(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("The greatest share of deletes must be 0 to 1, not " + share + ".");
            }
            maxDeleteShare = share;
            return this;
        }

        /** Sets how many rejected changes a batch may hold; no limit unless said. */
        public Builder rejectLimit(long changes) {
            if (changes < 0) {
                throw new IllegalArgumentException("The limit of rejected changes must not be negative: " + changes);
            }
            rejectLimit = changes;
            return this;
        }

        /** Keeps also when things were believed (bitemporal history); {@link SystemTime#NONE} unless said. */
        public Builder systemTime(SystemTime kind) {
            systemTime = kind;
            return this;
        }

        /** Declares up to which system time of the source answers are final, and what happens to changes below it. */
        public Builder watermark(Instant time, LateRecord late) {
            watermark = time;
            lateRecord = late;
            return this;
        }

        /** Lets the table get columns that it does not have; no unless said. */
        public Builder allowNewColumns() {
            allowsNewColumns = true;
            return this;
        }

        /**
         * Declares by which attributes overlapping spans are ordered before their sequence: the greater value wins, null
         * being least.
         *
         * @throws IllegalArgumentException if one is not a kept attribute declared before
         */
        public Builder overlapOrder(String... columns) {
            for (String column : columns) {
                requireAttribute(column);
                overlapOrder.add(column);
            }
            return this;
        }

        /**
         * Returns the dimension.
         *
         * @throws IllegalStateException if there is no natural key
         */
        public Dimension build() {
            if (naturalKey.isEmpty()) {
                throw new IllegalStateException("Dimension " + name + " needs a natural key. Call key(...).");
            }
            return new Dimension(this);
        }

        private void claim(String column) {
            if (!names.add(column)) {
                throw new IllegalArgumentException("Dimension " + name + " has the column " + column + " twice.");
            }
        }

        private void requireAttribute(String column) {
            if (attributes.stream().noneMatch(attribute -> attribute.name().equals(column))) {
                throw new IllegalArgumentException(
                        "Dimension " + name + " has no kept attribute " + column + ". Declare it first.");
            }
        }
    }
}
