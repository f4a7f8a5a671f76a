package dev.scd2.sql.cases;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.MissingVersion;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Facts that look providers up by {@code npi}, once where any other provider makes it ambiguous, once where the best counts;
 * and the naive twin of their re-keying. Confined to one thread.
 */
final class LookedUpFacts {
    private static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("number", ColumnType.LONG),
            new TableColumn("npi", ColumnType.TEXT),
            new TableColumn("served_at", ColumnType.TIMESTAMP),
            new TableColumn("paid_on", ColumnType.DATE));

    private final Connection connection;
    private final Dialect dialect;
    private final List<Fact> facts = new ArrayList<>();

    LookedUpFacts(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        run("CREATE TABLE fact (number BIGINT, npi " + text() + ", served_at " + dialect.typeName(ColumnType.TIMESTAMP)
                + ", paid_on DATE, any_sk BIGINT, any_outcome " + text() + ", any_hash " + text()
                + ", best_sk BIGINT)");
    }

    /** What a fact says of itself. */
    record Fact(
            long number,
            @Nullable String npi,
            @Nullable Instant at,
            @Nullable LocalDate paidOn) {}

    /** What a fact holds, or should. */
    record Held(
            @Nullable Long any,
            String outcome,
            @Nullable String hash,
            @Nullable Long best) {
        boolean anyEquals(Held other) {
            return new Held(any, outcome, hash, null).equals(new Held(other.any, other.outcome, other.hash, null));
        }
    }

    private String text() {
        return dialect.typeName(ColumnType.TEXT);
    }

    void add(Fact fact) throws SQLException {
        add(List.of(fact));
    }

    private void add(List<Fact> more) throws SQLException {
        facts.addAll(more);
        dialect.load(
                connection,
                new TableName(dialect.defaultSchema(), "fact"),
                COLUMNS,
                more.stream()
                        .map(fact -> new @Nullable Object[] {
                            fact.number, fact.npi, fact.at == null ? null : Instants.toMicros(fact.at), fact.paidOn
                        })
                        .iterator());
    }

    /** Adds facts at random times, on and beside the hours at which anything changes. */
    void addRandom(SplittableRandom random, Instant start, int count) throws SQLException {
        List<Fact> drawn = new ArrayList<>();
        for (long number = 0; number < count; number++) {
            Instant at = start.plusSeconds(3_600L * random.nextInt(120)).plusNanos(1_000L * (random.nextInt(3) - 1));
            drawn.add(new Fact(
                    number,
                    random.nextInt(20) == 0 ? null : "n" + random.nextInt(5),
                    random.nextInt(20) == 0 ? null : at,
                    random.nextInt(20) == 0 ? null : at.atOffset(ZoneOffset.UTC).toLocalDate()));
        }
        add(drawn);
    }

    /** Returns what the facts hold, by number. */
    List<Held> held() throws SQLException {
        List<Held> held = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT any_sk, any_outcome, any_hash, best_sk FROM fact ORDER BY number")) {
            while (row.next()) {
                held.add(new Held(number(row, 1), row.getString(2), row.getString(3), number(row, 4)));
            }
        }
        return held;
    }

    List<String> outcomes() throws SQLException {
        return held().stream().map(Held::outcome).toList();
    }

    /** Returns what the facts should hold: each by a loop over all versions. */
    List<Held> wanted(DimensionStore store, DateAnchor anchor, MissingVersion missing) {
        List<StoredVersion> versions = new ArrayList<>();
        store.scan(history -> history.versions().stream()
                .filter(stored -> !stored.version().deleted())
                .forEach(versions::add));
        Dimension dimension = store.dimension();
        Long instead = missing instanceof MissingVersion.UnknownRow row ? (Long) row.surrogate() : null;
        List<Held> wanted = new ArrayList<>();
        for (Fact fact : facts) {
            List<StoredVersion> shown = versions.stream()
                    .filter(stored -> Objects.equals(cell(dimension, stored, "npi"), fact.npi))
                    .toList();
            Long at = fact.at == null ? null : (Long) Instants.toMicros(fact.at);
            Long paidAt = fact.paidOn == null ? null : (Long) anchor.toMicros(fact.paidOn);
            List<StoredVersion> any = fact.npi == null ? List.of() : inForce(shown, at);
            StoredVersion met = any.size() == 1 ? any.get(0) : null;
            StoredVersion best = fact.npi == null ? null : best(dimension, inForce(shown, paidAt));
            wanted.add(new Held(
                    met == null ? instead : (Long) met.surrogate(),
                    outcome(fact.npi, at, shown, any).name(),
                    met == null ? null : met.attributeHash(),
                    best == null ? instead : (Long) best.surrogate()));
        }
        return wanted;
    }

    private static List<StoredVersion> inForce(List<StoredVersion> versions, @Nullable Long at) {
        return at == null
                ? List.of()
                : versions.stream()
                        .filter(stored -> stored.version().interval().startMicros() <= at
                                && at < stored.version().interval().endMicros())
                        .toList();
    }

    private static Outcome outcome(
            @Nullable String npi, @Nullable Long at, List<StoredVersion> shown, List<StoredVersion> inForce) {
        if (npi == null) {
            return Outcome.NULL_KEY;
        }
        if (at == null) {
            return Outcome.NULL_TIME;
        }
        if (!inForce.isEmpty()) {
            return inForce.size() == 1 ? Outcome.MATCHED : Outcome.AMBIGUOUS;
        }
        boolean before = shown.stream()
                .allMatch(stored -> at < stored.version().interval().startMicros());
        return shown.isEmpty() ? Outcome.UNKNOWN_KEY : before ? Outcome.BEFORE_FIRST : Outcome.GAP;
    }

    /** The greatest by rank and then name, null being least; none where two are. */
    private static @Nullable StoredVersion best(Dimension dimension, List<StoredVersion> inForce) {
        List<StoredVersion> greatest = inForce.stream()
                .filter(one -> inForce.stream().allMatch(other -> compare(dimension, one, other) >= 0))
                .toList();
        return greatest.size() == 1 ? greatest.get(0) : null;
    }

    private static int compare(Dimension dimension, StoredVersion one, StoredVersion other) {
        int byRank = compare(cell(dimension, one, "rank"), cell(dimension, other, "rank"));
        return byRank != 0 ? byRank : compare(cell(dimension, one, "name"), cell(dimension, other, "name"));
    }

    @SuppressWarnings("unchecked")
    private static int compare(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    private static @Nullable Object cell(Dimension dimension, StoredVersion stored, String column) {
        return stored.version().row().value(dimension.attributeIndex(column).orElseThrow());
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
