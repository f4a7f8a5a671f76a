package dev.scd2.sql.rekey;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.MissingVersion;
import dev.scd2.sql.StoreOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the facts of a table point at one dimension: by which columns they are looked up, and in which the answer is kept.
 *
 * <pre>{@code
 * FactKey.in(member, options)
 *         .by("member_id")
 *         .at("service_date", DateAnchor.startOfDay(CHICAGO))
 *         .surrogate("member_sk")
 *         .outcome("member_outcome")
 *         .hash("member_hash")
 * }</pre>
 *
 * <p>Facts may find a dimension by other columns than its natural key ({@link #lookupKey}). A dimension that plays two roles
 * has two keys, under different names. Immutable.
 */
public final class FactKey {
    final Dimension dimension;
    final StoreOptions options;
    final String name;
    final List<String> columns;
    /** The columns of the dimension by which it is looked up, in the order of {@link #columns}. */
    final List<String> lookupKey;

    final List<String> lookupOrder;
    final String time;
    final @Nullable DateAnchor anchor;
    final @Nullable String knownAt;
    final String surrogate;
    final @Nullable String outcome;
    final @Nullable String hash;
    final MissingVersion missing;

    private FactKey(Draft draft) {
        this.dimension = draft.dimension;
        this.options = draft.options;
        this.name = draft.name;
        this.columns = List.copyOf(draft.columns);
        this.lookupKey = draft.lookupKey.isEmpty() ? naturalKey(draft.dimension) : draft.lookupKey;
        this.lookupOrder = draft.lookupOrder;
        this.time = draft.time;
        this.anchor = draft.anchor;
        this.knownAt = draft.knownAt;
        this.surrogate = draft.surrogate;
        this.outcome = draft.outcome;
        this.hash = draft.hash;
        this.missing = draft.missing;
    }

    /** Returns a key to the tables of {@code dimension}, called like it; the columns are missing yet. */
    public static FactKey in(Dimension dimension, StoreOptions options) {
        return new FactKey(new Draft(dimension, options));
    }

    /** Returns this key under another name, for a dimension that plays several roles. */
    public FactKey as(String role) {
        Draft draft = new Draft(this);
        draft.name = role;
        return new FactKey(draft);
    }

    /**
     * Returns this key with the columns of the facts that hold the natural key, in the order of the dimension; or the columns
     * that {@link #lookupKey} names, in that order.
     */
    public FactKey by(String... factColumns) {
        Draft draft = new Draft(this);
        draft.columns = List.of(factColumns);
        return new FactKey(draft);
    }

    /**
     * Returns this key looked up by {@code dimensionColumns}, attributes or parts of the natural key, in place of the natural
     * key. Several entities may show the same values at once: then {@link #lookupOrder} decides, or the facts are {@code
     * AMBIGUOUS} and hold no surrogate.
     */
    public FactKey lookupKey(String... dimensionColumns) {
        Draft draft = new Draft(this);
        draft.lookupKey = List.of(dimensionColumns);
        return new FactKey(draft);
    }

    /**
     * Returns this key with columns of the dimension that decide where several versions are in force: the greater value wins,
     * null is least, the first column counts first.
     */
    public FactKey lookupOrder(String... dimensionColumns) {
        Draft draft = new Draft(this);
        draft.lookupOrder = List.of(dimensionColumns);
        return new FactKey(draft);
    }

    /** Returns this key as of {@code factColumn}, a timestamp with a time zone. */
    public FactKey at(String factColumn) {
        Draft draft = new Draft(this);
        draft.time = factColumn;
        draft.anchor = null;
        return new FactKey(draft);
    }

    /** Returns this key as of {@code factColumn}, a date that {@code anchor} makes an instant. */
    public FactKey at(String factColumn, DateAnchor anchor) {
        Draft draft = new Draft(this);
        draft.time = factColumn;
        draft.anchor = anchor;
        return new FactKey(draft);
    }

    /**
     * Returns this key as known at {@code factColumn}, a timestamp with a time zone. What was known then does not change
     * later, so restatements move no such fact; only a full comparison looks at it.
     *
     * @throws IllegalArgumentException if the dimension keeps no system time
     */
    public FactKey knownAt(String factColumn) {
        if (!dimension.isBitemporal()) {
            throw new IllegalArgumentException("Dimension " + dimension
                    + " keeps no system time, so nobody can ask what was known. Leave out knownAt.");
        }
        Draft draft = new Draft(this);
        draft.knownAt = factColumn;
        return new FactKey(draft);
    }

    /** Returns this key with the column, a whole number, that holds the surrogate; null where there is no version. */
    public FactKey surrogate(String factColumn) {
        Draft draft = new Draft(this);
        draft.surrogate = factColumn;
        return new FactKey(draft);
    }

    /** Returns this key with the column, a text, that holds how the lookup ended: the name of a {@link dev.scd2.fact.Outcome}. */
    public FactKey outcome(String factColumn) {
        Draft draft = new Draft(this);
        draft.outcome = factColumn;
        return new FactKey(draft);
    }

    /**
     * Returns this key with the column, a text, that holds the attribute hash that facts were joined with. By it a version
     * that says other values is told from one that only begins or ends elsewhere.
     */
    public FactKey hash(String factColumn) {
        Draft draft = new Draft(this);
        draft.hash = factColumn;
        return new FactKey(draft);
    }

    /** Returns this key with what becomes of facts without a version; unless it is said they have no surrogate. */
    public FactKey missing(MissingVersion policy) {
        Draft draft = new Draft(this);
        draft.missing = policy;
        return new FactKey(draft);
    }

    /** Returns the name, that of the dimension unless {@link #as} said otherwise. */
    public String name() {
        return name;
    }

    Optional<String> outcome() {
        return Optional.ofNullable(outcome);
    }

    Optional<String> hash() {
        return Optional.ofNullable(hash);
    }

    /** Whether the answer of a fact without a version depends on the first start of its key. */
    boolean looksBeforeTheFirst() {
        return outcome != null || missing instanceof MissingVersion.Inferred;
    }

    private static List<String> naturalKey(Dimension dimension) {
        return dimension.naturalKey().stream().map(Column::name).toList();
    }

    boolean isByNaturalKey() {
        return lookupKey.equals(naturalKey(dimension));
    }

    /** Returns which part of the natural key a column of the dimension is. */
    int naturalPart(String column) {
        return naturalKey(dimension).indexOf(column);
    }

    /** Returns the type of a column of the dimension. */
    ColumnType type(String column) {
        return Stream.concat(dimension.naturalKey().stream(), dimension.attributes().stream())
                .filter(one -> one.name().equals(column))
                .map(Column::type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The key " + name + " looks facts up by " + column
                        + ", which dimension " + dimension + " does not keep."));
    }

    void requireComplete() {
        lookupKey.forEach(this::type);
        lookupOrder.forEach(this::type);
        if (columns.size() != lookupKey.size()) {
            throw new IllegalArgumentException("The key " + name + " names the columns " + columns
                    + " of the facts, and dimension " + dimension + " is looked up by " + lookupKey
                    + ". Call by(...) with one column for each.");
        }
        if (missing instanceof MissingVersion.Inferred && !isByNaturalKey()) {
            throw new IllegalArgumentException(
                    "The key " + name + " looks dimension " + dimension + " up by " + lookupKey
                            + ", and a member is inferred of a natural key. Declare something else for facts without a"
                            + " version.");
        }
        if (time.isEmpty() || surrogate.isEmpty()) {
            throw new IllegalArgumentException("The key " + name + " needs the time of the facts and the column of the"
                    + " surrogate. Call at(...) and surrogate(...).");
        }
    }

    private static final class Draft {
        private final Dimension dimension;
        private final StoreOptions options;
        private String name;
        private List<String> columns = List.of();
        private List<String> lookupKey = List.of();
        private List<String> lookupOrder = List.of();
        private String time = "";
        private @Nullable DateAnchor anchor;
        private @Nullable String knownAt;
        private String surrogate = "";
        private @Nullable String outcome;
        private @Nullable String hash;
        private MissingVersion missing = new MissingVersion.NoSurrogate();

        Draft(Dimension dimension, StoreOptions options) {
            this.dimension = dimension;
            this.options = options;
            this.name = dimension.name();
        }

        Draft(FactKey key) {
            this(key.dimension, key.options);
            this.name = key.name;
            this.columns = key.columns;
            this.lookupKey = key.lookupKey;
            this.lookupOrder = key.lookupOrder;
            this.time = key.time;
            this.anchor = key.anchor;
            this.knownAt = key.knownAt;
            this.surrogate = key.surrogate;
            this.outcome = key.outcome;
            this.hash = key.hash;
            this.missing = key.missing;
        }
    }
}
