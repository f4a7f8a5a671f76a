package dev.scd2.sql.rekey;

import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.StoreException;
import dev.scd2.fact.MissingVersion;
import dev.scd2.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Moves the facts whose answer is another now that the past changed, and no others.
 *
 * <p>Best in the transaction that rewrites the history, so that nobody ever sees the one without the other:
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * History history = History.of(PostgresStore.joining(connection, member));
 * BatchResult result = history.apply(batch);
 * Rekeying.of(claims, PostgresDialect.INSTANCE)
 *         .apply(connection, List.of(new Rewrite(member, result.plan())), fact -> {});
 * connection.commit();
 * }</pre>
 *
 * <p>Restatement windows say where to look, and the versions as they are in this transaction say what the facts get. So it
 * may be repeated, and run for several batches and dimensions at once, in any order, later. Where the history was committed
 * by itself and the process died before its facts were re-keyed, {@link #applyToAll} finds and moves them without windows.
 *
 * <p>A fact that is inserted while its window is being rewritten by somebody else can be missed; {@link #compareAll} finds
 * it. Never commits, rolls back or closes the connection. Immutable; what it is given is confined to the connection's thread.
 */
public final class Rekeying {
    private final FactTable facts;
    private final Dialect dialect;
    private final Transactions transactions;

    private Rekeying(FactTable facts, Dialect dialect) {
        this.facts = facts;
        this.dialect = dialect;
        this.transactions = new Transactions(facts.name, dialect);
    }

    /** Returns the re-keying of {@code facts}. */
    public static Rekeying of(FactTable facts, Dialect dialect) {
        return new Rekeying(facts, dialect);
    }

    /**
     * Makes what re-keying needs in this session, where making a table ends a transaction: the temporary tables, and those
     * beside the facts that are missing. What is open then is committed, so it is called when the session begins, after the
     * store was opened, and not again before the facts' table gets other columns. Elsewhere it does nothing, and nothing need
     * be prepared.
     *
     * @throws StoreException if the database refuses
     */
    public void prepare(Connection connection) {
        if (dialect.makesTablesInTransactions()) {
            return;
        }
        run(connection, (key, tally) -> {
            Workspace space = Workspace.preparing(connection, dialect, facts).of(key);
            search(space, key, List.of(), fact -> {}, Mode.WRITE, tally);
            space.prepared();
        });
    }

    /**
     * Re-keys the facts in the windows of {@code rewrites}, within the open transaction of {@code connection}. Costs the
     * facts in the windows, where PostgreSQL has an index on key and time; on DuckDB a look at the key and time columns of
     * what lies between the first and the last window; on Snowflake a join
     * of the windows with the facts, after {@link #prepare} in the same session.
     *
     * @param rewrites what was written to dimensions, in the order in which it was; dimensions to which the facts have no
     *     key are passed over
     * @param visitor is shown each fact that was written
     * @throws ConcurrentCommitException if somebody else changed the same facts; roll back and do it again
     * @throws StoreException if the database refuses; roll back
     */
    public RekeyResult apply(Connection connection, List<Rewrite> rewrites, Consumer<RekeyedFact> visitor) {
        return run(connection, (key, tally) -> inWindows(connection, key, rewrites, visitor, Mode.WRITE, tally));
    }

    /**
     * Returns what {@link #apply} would, and shows the same facts; they are left as they are. Inferred members are not made
     * either, so a fact that would be given a new one is shown without a surrogate.
     */
    public RekeyResult dryRun(Connection connection, List<Rewrite> rewrites, Consumer<RekeyedFact> visitor) {
        return run(connection, (key, tally) -> inWindows(connection, key, rewrites, visitor, Mode.LOOK, tally));
    }

    /** Compares every fact with what it should hold, and re-keys those that differ. Costs a join of all facts. */
    public RekeyResult applyToAll(Connection connection, Consumer<RekeyedFact> visitor) {
        return run(connection, (key, tally) -> inAll(connection, key, visitor, Mode.WRITE, tally));
    }

    /**
     * Compares every fact with what it should hold, and writes nothing: the check that every fact's surrogate covers its
     * time, and that none lacks one.
     *
     * @param visitor is shown each fact that is wrong
     */
    public RekeyResult compareAll(Connection connection, Consumer<RekeyedFact> visitor) {
        return run(connection, (key, tally) -> inAll(connection, key, visitor, Mode.LOOK, tally));
    }

    private void inWindows(
            Connection connection,
            FactKey key,
            List<Rewrite> rewrites,
            Consumer<RekeyedFact> visitor,
            Mode mode,
            Tally tally)
            throws SQLException {
        List<RestatedWindow> windows = key.knownAt == null ? windows(key, rewrites) : List.of();
        if (windows.isEmpty()) {
            tally.add(key, 0, 0);
            return;
        }
        search(Workspace.of(connection, dialect, facts).of(key), key, windows, visitor, mode, tally);
    }

    private void search(
            Workspace space,
            FactKey key,
            List<RestatedWindow> windows,
            Consumer<RekeyedFact> visitor,
            Mode mode,
            Tally tally)
            throws SQLException {
        FactSql sql = facts(space, key);
        if (mode == Mode.WRITE && key.missing.equals(new MissingVersion.Inferred(MissingVersion.Arrival.ADOPT))) {
            new InferredMembers(space, sql).adopt();
        }
        try (WindowSearch search = WindowSearch.of(space, new FactCopy(space, facts, sql), sql, windows)) {
            Answer answer = search.answer();
            infer(space, search.facts(), answer, mode);
            try (Moves moves = new Moves(space, facts, search.facts(), answer, search.windows())) {
                finish(moves, visitor, mode);
                tally.add(key, space.number("SELECT count(*) FROM " + search.found()), moves.count());
            }
        }
    }

    private static List<RestatedWindow> windows(FactKey key, List<Rewrite> rewrites) {
        List<Rewrite> ours = rewrites.stream()
                .filter(rewrite -> rewrite.dimension().name().equals(key.dimension.name()))
                .toList();
        return key.isByNaturalKey() ? RestatedWindow.of(ours) : RestatedWindow.of(ours, key);
    }

    private void inAll(Connection connection, FactKey key, Consumer<RekeyedFact> visitor, Mode mode, Tally tally)
            throws SQLException {
        Workspace space = Workspace.of(connection, dialect, facts).of(key);
        FactSql there = facts(space, key);
        try (Scratches copies = new Scratches()) {
            FactSql sql = there;
            if (space.copiesFacts()) {
                copies.add(new FactCopy(space, facts, there).ofAll());
                sql = FactSql.copied(copies.get(0), key, dialect);
            }
            Answer answer = Answer.ofAll(sql, dialect);
            infer(space, sql, answer, mode);
            try (Moves moves = new Moves(space, facts, sql, answer, null)) {
                finish(moves, visitor, mode);
                tally.add(key, space.number("SELECT count(*) FROM " + sql.table), moves.count());
            }
        }
    }

    private FactSql facts(Workspace space, FactKey key) throws SQLException {
        FactSql sql = FactSql.in(facts.qualified(dialect), key, dialect);
        if (key.missing instanceof MissingVersion.Inferred) {
            new InferredMembers(space, sql).create();
        }
        return sql;
    }

    /** Facts that lose their version need a member as new ones do. */
    private static void infer(Workspace space, FactSql sql, Answer answer, Mode mode) throws SQLException {
        if (mode == Mode.WRITE && sql.key.missing instanceof MissingVersion.Inferred) {
            new InferredMembers(space, sql).make(answer);
        }
    }

    private static void finish(Moves moves, Consumer<RekeyedFact> visitor, Mode mode) throws SQLException {
        if (mode == Mode.WRITE) {
            moves.write();
            moves.remember();
        }
        moves.show(visitor);
    }

    private RekeyResult run(Connection connection, Step step) {
        return transactions.call(connection, () -> {
            Tally tally = new Tally();
            for (FactKey key : facts.keys) {
                step.run(key, tally);
            }
            return new RekeyResult(tally.looked, tally.differing);
        });
    }

    private enum Mode {
        WRITE,
        LOOK
    }

    private static final class Tally {
        private final Map<String, Long> looked = new LinkedHashMap<>();
        private final Map<String, Long> differing = new LinkedHashMap<>();

        void add(FactKey key, long seen, long other) {
            looked.put(key.name, seen);
            differing.put(key.name, other);
        }
    }

    private interface Step {
        void run(FactKey key, Tally tally) throws SQLException;
    }
}
