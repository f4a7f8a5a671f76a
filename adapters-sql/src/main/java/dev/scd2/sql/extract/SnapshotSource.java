package dev.scd2.sql.extract;

import dev.scd2.change.ChangeSource;
import dev.scd2.change.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a relation as one listing: a run is a snapshot, in which a missing key is deleted.
 *
 * <pre>{@code
 * ChangeSource source = SnapshotSource.at(clock, members).build();
 * ChangeSource oneState = SnapshotSource.at(clock, members).scope(Map.of("state", "NY")).build();
 * }</pre>
 *
 * <p>The rows are read by one statement and set aside in a temporary file, so that memory does not depend on their number,
 * nor a transaction of the source on how long they take to apply. A run that fails leaves nothing. The time at which a
 * listing holds is committed with it: a run begun anew takes a new listing, and one that is not later than the last takes
 * none. An empty relation is a listing of nothing, which the brake of the dimension stops.
 *
 * <p>What the database promises of one statement holds for the listing. SQL Server lets rows move under it, so that one is
 * missed or seen twice, unless the connection reads with snapshot isolation. Immutable.
 */
public final class SnapshotSource implements ChangeSource {
    private final Relation relation;
    private final SnapshotTime time;
    private final Map<String, @Nullable Object> scope;
    private final Set<String> unsaid;
    private final long rank;

    private SnapshotSource(Builder builder) {
        this.relation = builder.relation;
        this.time = builder.time;
        this.scope = Fields.of(builder.scope);
        this.unsaid = Set.copyOf(builder.unsaid);
        this.rank = builder.rank;
    }

    /** Returns a builder for listings that hold when their reading begins, by this clock. */
    public static Builder at(Clock clock, Relation relation) {
        return new Builder(relation, new SnapshotTime(clock, null));
    }

    /**
     * Returns a builder for listings that hold when the source says so, for example when a nightly copy was made.
     *
     * @param sql a query for one time; where it is none, or null, there is no listing yet
     */
    public static Builder at(String sql, Relation relation) {
        return new Builder(relation, new SnapshotTime(null, sql));
    }

    @Override
    public String name() {
        return relation.name();
    }

    /**
     * Begins a run of at most one listing.
     *
     * @throws IllegalArgumentException if the relation has columns that cannot be read, and says which
     */
    @Override
    public Reader read(Progress progress) {
        RowShape shape = relation.describe(scope.keySet().stream().toList());
        return new SnapshotReader(relation, shape, time, scope, unsaid, rank, place(), progress);
    }

    /**
     * Returns under which name it is remembered what was listed: neither that of a watermark on the same relation, nor that of
     * another scope, of which only a digest is kept.
     */
    private String place() {
        if (scope.isEmpty()) {
            return name() + "/snapshot";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(scope).forEach((column, value) -> {
                digest.update((column.length() + column + "=").getBytes(StandardCharsets.UTF_8));
                digest.update((value == null ? "-" : "+" + value + "\n").getBytes(StandardCharsets.UTF_8));
            });
            return name() + "/snapshot/" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /** Builds a {@link SnapshotSource}. Confined to one thread. */
    public static final class Builder {
        private final Relation relation;
        private final SnapshotTime time;
        private final Map<String, @Nullable Object> scope = new LinkedHashMap<>();
        private Set<String> unsaid = Set.of();
        private long rank = 1;

        private Builder(Relation relation, SnapshotTime time) {
            this.relation = relation;
            this.time = time;
        }

        /** Lists only the rows with these values, and deletes only keys that had them; null is a value. */
        public Builder scope(Map<String, ? extends @Nullable Object> equalities) {
            scope.putAll(equalities);
            return this;
        }

        /** Says nothing about these columns of the dimension, which the relation lacks. */
        public Builder unsaid(String... columns) {
            unsaid = Set.of(columns);
            return this;
        }

        /** Sets the rank of the source, the first part of every sequence; 1 unless said. */
        public Builder rank(long first) {
            rank = first;
            return this;
        }

        /** Returns the source. */
        public SnapshotSource build() {
            return new SnapshotSource(this);
        }
    }
}
