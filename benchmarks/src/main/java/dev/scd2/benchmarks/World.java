package dev.scd2.benchmarks;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.PushdownLoad;
import dev.scd2.sql.SqlStore;
import dev.scd2.store.DimensionStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A loaded table of versions in a schema of its own, and the members as their source knows them. Confined to one thread.
 */
final class World implements AutoCloseable {
    /** Changes in one batch of a load. */
    static final int BATCH = 100_000;

    private static final int SAMPLE = 100;

    final Database database;
    final String schema;
    final DimensionStore store;
    final History history;
    final int[] generations;
    private final SplittableRandom random;
    private int round;
    private double millis;

    private World(Database database, String schema, int members, long seed) {
        this.database = database;
        this.schema = schema;
        this.store = database.open(schema);
        this.history = History.of(store);
        this.generations = new int[members];
        this.random = new SplittableRandom(seed);
    }

    /**
     * Loads {@code rows} versions, two for each member, through the store, in batches: a history by member, in which
     * nothing is late.
     */
    static World loaded(Database database, String schema, int rows, long seed) throws Exception {
        World world = new World(database, schema, rows / 2, seed);
        List<Change> changes = new ArrayList<>(BATCH);
        for (int member = 0; member < world.generations.length; member++) {
            changes.add(Members.observation(member, 0, 0));
            changes.add(Members.observation(member, 1, 1));
            world.generations[member] = 1;
            if (changes.size() >= BATCH || member + 1 == world.generations.length) {
                world.millis += world.apply(changes);
                changes.clear();
            }
        }
        world.round = 1;
        return world;
    }

    /** Loads one listing with {@code rows} members through the store. */
    static World listed(Database database, String schema, int rows, long seed) throws Exception {
        World world = new World(database, schema, rows, seed);
        world.millis = world.applyListing();
        return world;
    }

    /** Returns the milliseconds that the store took to load; making the changes is not in them. */
    double loadMillis() {
        return millis;
    }

    /**
     * Makes the history anew inside the database, in another schema, out of what was said; returns the milliseconds.
     *
     * @throws IllegalStateException if its versions differ
     */
    double loadedInside() throws Exception {
        String other = schema + "_inside";
        String columns = String.join(", ", Members.row(0, 0).keySet());
        ChangeTable changes = ChangeTable.of("SELECT " + columns + ", _valid_from AS valid_from, 1 AS source_rank,"
                        + " CAST(split_part(_sequence, '.', 2) AS BIGINT) AS sequence FROM " + schema
                        + ".member_evidence")
                .sequence("source_rank", "sequence");
        double took;
        try (SqlStore inside = (SqlStore) database.open(other)) {
            took = Times.millis(() -> PushdownLoad.of(inside, changes).run());
        }
        String said = "SELECT " + columns + ", valid_from, valid_to, is_current, attribute_hash FROM ";
        long differing = Long.parseLong(database.one(
                "SELECT count(*) FROM (" + said + schema + ".member EXCEPT ALL " + said + other + ".member) AS x"));
        if (differing > 0) {
            throw new IllegalStateException(differing + " versions were not made inside the database.");
        }
        database.execute("DROP SCHEMA " + other + " CASCADE");
        return took;
    }

    /** Begins the next day, on which {@code count} members change; returns their numbers, each once. */
    List<Integer> nextRound(int count) {
        round++;
        Set<Integer> members = new LinkedHashSet<>();
        while (members.size() < count) {
            members.add(random.nextInt(generations.length));
        }
        members.forEach(member -> generations[member]++);
        return List.copyOf(members);
    }

    Instant at() {
        return Members.at(round);
    }

    /** Applies observations of these members as they are now; returns the milliseconds. */
    double applyChangesOf(List<Integer> members) throws Exception {
        return apply(members.stream()
                .map(member -> Members.observation(member, generations[member], round))
                .toList());
    }

    private double apply(List<Change> changes) throws Exception {
        Batch batch = Batch.builder().changes(changes).build();
        long[] accepted = new long[1];
        double took = Times.millis(() -> accepted[0] = history.apply(batch).accepted());
        if (accepted[0] != changes.size()) {
            throw new IllegalStateException("Of " + changes.size() + " new changes " + accepted[0] + " were accepted.");
        }
        return took;
    }

    List<Map<String, Object>> rowsOf(List<Integer> members) {
        return members.stream()
                .map(member -> Members.row(member, generations[member]))
                .toList();
    }

    /** Applies a listing of all members, whose rows are made while they are read; returns the milliseconds. */
    double applyListing() throws Exception {
        Batch batch = Batch.of(new Snapshot(at(), Sequence.of(1, round), new Rows(generations), Set.of()));
        return Times.millis(() -> history.apply(batch));
    }

    /** Members as they are now, made when they are asked for. */
    private static final class Rows extends AbstractList<Map<String, Object>> implements RandomAccess {
        private final int[] generations;

        Rows(int[] generations) {
            this.generations = generations;
        }

        @Override
        public Map<String, Object> get(int member) {
            return Members.row(member, generations[member]);
        }

        @Override
        public int size() {
            return generations.length;
        }
    }

    /**
     * Checks some members against every invariant.
     *
     * @throws IllegalStateException if one is violated, for then nothing was measured
     */
    void verify() {
        int sampled = Math.min(SAMPLE, generations.length);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < sampled; i++) {
            keys.add(Key.of(Members.key((int) ((long) i * generations.length / sampled))));
        }
        Verification verification = Verification.of(store, keys);
        if (!verification.isClean() || verification.keys() != sampled) {
            throw new IllegalStateException("The history in " + schema + " is wrong: " + verification.examples());
        }
    }

    /** Checks that the peer came to the same table. */
    void verifySameAs(Peer peer) throws SQLException {
        long differences = peer.differences();
        if (differences > 0) {
            throw new IllegalStateException(
                    "The peer in " + schema + " differs from our table in " + differences + " versions.");
        }
        verify();
    }

    @Override
    public void close() throws SQLException {
        store.close();
        database.execute("DROP SCHEMA " + schema + " CASCADE");
    }
}
