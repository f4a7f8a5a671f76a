package dev.scd2.sql.cases;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A table of facts with two keys to one dimension, and the naive twin of re-keying. Confined to one thread. */
final class RekeyedFacts {
    private static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("id", ColumnType.LONG),
            new TableColumn("code", ColumnType.TEXT),
            new TableColumn("part", ColumnType.LONG),
            new TableColumn("served_at", ColumnType.TIMESTAMP),
            new TableColumn("paid_on", ColumnType.DATE),
            new TableColumn("amount", ColumnType.decimal(12, 2)));

    private final Connection connection;
    private final Dialect dialect;
    private final List<Fact> facts = new ArrayList<>();

    RekeyedFacts(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        run("DROP TABLE IF EXISTS fact");
        run("CREATE TABLE fact (id BIGINT, code TEXT, part BIGINT, served_at "
                + dialect.typeName(ColumnType.TIMESTAMP) + ", paid_on DATE,"
                + " served_sk BIGINT, served_outcome TEXT, served_hash TEXT, paid_sk BIGINT, amount DECIMAL(12, 2))");
    }

    /** What a fact holds, or should. */
    record Held(
            @Nullable Long served,
            @Nullable String outcome,
            @Nullable String hash,
            @Nullable Long paid) {
        static final Held NOTHING = new Held(null, null, null, null);

        boolean servedEquals(Held other) {
            return new Held(served, outcome, hash, null)
                    .equals(new Held(other.served, other.outcome, other.hash, null));
        }
    }

    /** What a fact says of itself. */
    record Fact(
            long id,
            @Nullable String code,
            @Nullable Long part,
            @Nullable Instant servedAt,
            @Nullable LocalDate paidOn) {}

    void add(Fact fact) throws SQLException {
        add(List.of(fact));
    }

    private void add(List<Fact> more) throws SQLException {
        facts.addAll(more);
        dialect.load(
                connection,
                new TableName(dialect.defaultSchema(), "fact"),
                COLUMNS,
                more.stream().map(RekeyedFacts::cells).iterator());
    }

    private static @Nullable Object[] cells(Fact fact) {
        return new @Nullable Object[] {
            fact.id,
            fact.code,
            fact.part,
            fact.servedAt == null ? null : (Object) Instants.toMicros(fact.servedAt),
            fact.paidOn,
            new BigDecimal(fact.id + ".25")
        };
    }

    /** Adds facts at random times, on and beside the hours at which anything changes; of each fifth there are two. */
    void addRandom(Random random, Instant start, int count) throws SQLException {
        List<Fact> drawn = new ArrayList<>();
        for (long id = 0; id < count; id++) {
            Instant at = start.plusSeconds(3_600L * random.nextInt(120)).plusNanos(1_000L * (random.nextInt(3) - 1));
            LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
            Fact fact = new Fact(
                    id,
                    random.nextInt(20) == 0 ? null : "c" + random.nextInt(4),
                    random.nextInt(20) == 0 ? null : (Long) (long) random.nextInt(3),
                    random.nextInt(20) == 0 ? null : at,
                    random.nextInt(20) == 0 ? null : day);
            drawn.add(fact);
            if (id % 5 == 0) {
                drawn.add(fact);
            }
        }
        add(drawn);
    }

    /** Returns what the facts hold, in the order in which they were added: those of one number hold the same. */
    List<Held> held() throws SQLException {
        Map<Long, List<Held>> byId = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, served_sk, served_outcome, served_hash, paid_sk FROM fact")) {
            while (row.next()) {
                byId.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                        .add(new Held(number(row, 2), row.getString(3), row.getString(4), number(row, 5)));
            }
        }
        return facts.stream()
                .map(fact -> byId.get(fact.id).remove(byId.get(fact.id).size() - 1))
                .toList();
    }

    /** Returns what the facts should hold: each by a loop over the versions of its key. */
    List<Held> wanted(DimensionStore store, DateAnchor anchor) {
        Map<Key, List<StoredVersion>> versions = new HashMap<>();
        store.scan(history -> versions.put(history.key(), history.versions()));
        return facts.stream()
                .map(fact -> {
                    Long paidAt = fact.paidOn == null ? null : (Long) anchor.toMicros(fact.paidOn);
                    Long servedAt = fact.servedAt == null ? null : (Long) Instants.toMicros(fact.servedAt);
                    Held served = find(versions, fact, servedAt);
                    return new Held(served.served, served.outcome, served.hash, find(versions, fact, paidAt).served);
                })
                .toList();
    }

    List<Fact> facts() {
        return facts;
    }

    private static Held find(Map<Key, List<StoredVersion>> versions, Fact fact, @Nullable Long at) {
        if (fact.code == null || fact.part == null) {
            return missed(Outcome.NULL_KEY);
        }
        if (at == null) {
            return missed(Outcome.NULL_TIME);
        }
        Long first = null;
        for (StoredVersion stored : versions.getOrDefault(Key.of(fact.code, fact.part), List.of())) {
            long from = stored.version().interval().startMicros();
            if (stored.version().deleted()) {
                continue;
            }
            first = first == null ? (Long) from : first;
            if (from <= at && at < stored.version().interval().endMicros()) {
                return new Held(stored.surrogate(), Outcome.MATCHED.name(), stored.attributeHash(), null);
            }
        }
        return missed(first == null ? Outcome.UNKNOWN_KEY : at < first ? Outcome.BEFORE_FIRST : Outcome.GAP);
    }

    private static Held missed(Outcome outcome) {
        return new Held(null, outcome.name(), null, null);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
