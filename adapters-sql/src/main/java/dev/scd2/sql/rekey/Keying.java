package dev.scd2.sql.rekey;

import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.fact.MissingVersion;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts new facts into their table, each with the surrogates in force at its time, and does with those that lack a version
 * what is declared ({@link FactKey#missing}).
 *
 * <pre>{@code
 * Keying claims = Keying.of(claimTable, DuckDbDialect.INSTANCE);
 * claims.insert(connection, "SELECT claim_id, member_id, service_ts, paid FROM staged");
 * claims.retry(connection);                  // those that were held, once their versions may have come
 * }</pre>
 *
 * <p>Held facts lie in {@code <table>_held}, inferred members in {@code <dimension>_inferred}; both are made when they are
 * missing. Works in the open transaction of the connection, which it never commits, rolls back or closes. Costs a join of
 * the new facts with the versions. Immutable.
 */
public final class Keying {
    private static final String FOUND = " IN ('" + Outcome.MATCHED + "', '" + Outcome.INFERRED + "')";

    private final FactTable facts;
    private final Dialect dialect;
    private final Transactions transactions;

    private Keying(FactTable facts, Dialect dialect) {
        this.facts = facts;
        this.dialect = dialect;
        this.transactions = new Transactions(facts.name, dialect);
    }

    /** Returns the keying of {@code facts}. */
    public static Keying of(FactTable facts, Dialect dialect) {
        return new Keying(facts, dialect);
    }

    /**
     * Inserts the facts that {@code query} returns.
     *
     * @param query a SELECT whose columns are called like those of the table; surrogates, outcomes and hashes are not
     *     among them
     * @throws InvalidChangeException with {@link Reason#NO_VERSION} if a fact without a version is refused; nothing of the
     *     batch was inserted
     * @throws dev.scd2.error.StoreException if the database refuses; roll back
     */
    public KeyingResult insert(Connection connection, String query) {
        return transactions.call(connection, () -> keyed(connection, query));
    }

    /** Looks held facts up again; those that still lack a version stay held. */
    public KeyingResult retry(Connection connection) {
        return transactions.call(connection, () -> {
            String held = facts.beside("_held", dialect);
            List<String> columns = columns(connection, "SELECT * FROM " + held);
            columns.removeAll(List.of("_held_for", "_held_at"));
            try (Scratch again = Scratch.of(
                    connection,
                    dialect,
                    "scd2_key_again",
                    "SELECT " + list("f", columns) + " FROM " + held + " AS f")) {
                Scratch.run(connection, "DELETE FROM " + held);
                return keyed(connection, "SELECT * FROM " + again.table());
            }
        });
    }

    private KeyingResult keyed(Connection connection, String query) throws SQLException {
        try (Scratch incoming = Scratch.of(connection, dialect, "scd2_key_incoming", query);
                Scratches answers = new Scratches()) {
            Map<String, Map<Outcome, Long>> outcomes = new LinkedHashMap<>();
            for (FactKey key : facts.keys) {
                FactSql f = new FactSql(incoming.table(), key, dialect);
                answers.add(answers(connection, f, "scd2_key_answers_" + answers.size()));
                outcomes.put(key.name, outcomes(connection, answers.table(answers.size() - 1)));
                refuse(key, outcomes.get(key.name));
            }
            List<String> columns = columns(connection, "SELECT * FROM " + incoming.table());
            String from = from(incoming, answers);
            String held = held();
            long inserted = insert(connection, columns, from + (held.isEmpty() ? "" : " WHERE NOT (" + held + ")"));
            long waiting = held.isEmpty() ? 0 : hold(connection, columns, from + " WHERE " + held);
            return new KeyingResult(inserted, waiting, outcomes);
        }
    }

    private Scratch answers(Connection connection, FactSql f, String name) throws SQLException {
        if (f.key.missing instanceof MissingVersion.Inferred) {
            InferredMembers members = new InferredMembers(connection, dialect, f);
            members.create();
            members.make(Answer.ofAll(f, dialect));
        }
        return Scratch.of(connection, dialect, name, answers(f));
    }

    private String answers(FactSql f) {
        Answer answer = Answer.ofAll(f, dialect);
        return "SELECT " + f.row() + " AS _row, " + answer.surrogate() + " AS _sk, " + answer.hash() + " AS _hash, "
                + answer.outcome() + " AS _outcome FROM " + answer.from();
    }

    private static Map<Outcome, Long> outcomes(Connection connection, String answers) throws SQLException {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT _outcome, count(*) FROM " + answers + " GROUP BY _outcome")) {
            while (row.next()) {
                counts.put(Outcome.valueOf(row.getString(1)), row.getLong(2));
            }
        }
        return counts;
    }

    private void refuse(FactKey key, Map<Outcome, Long> outcomes) {
        Map<Outcome, Long> missed = new EnumMap<>(Outcome.class);
        missed.putAll(outcomes);
        missed.remove(Outcome.MATCHED);
        if (key.missing instanceof MissingVersion.Refuse && !missed.isEmpty()) {
            throw new InvalidChangeException(
                    Reason.NO_VERSION,
                    "New facts of " + facts.name + " have no version of " + key.name + ": " + missed
                            + ". None was inserted. Load the dimension first, or declare what becomes of such facts.");
        }
    }

    private String from(Scratch incoming, Scratches answers) {
        StringBuilder from = new StringBuilder(" FROM " + incoming.table() + " AS f");
        for (int i = 0; i < answers.size(); i++) {
            from.append(" JOIN ")
                    .append(answers.table(i))
                    .append(" AS a" + i + " ON a" + i + "._row = f.")
                    .append(dialect.rowId());
        }
        return from.toString();
    }

    /** Returns whether a fact waits for one of its versions; empty where none is held. */
    private String held() {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < facts.keys.size(); i++) {
            if (facts.keys.get(i).missing instanceof MissingVersion.Hold) {
                terms.add("a" + i + "._outcome NOT" + FOUND);
            }
        }
        return String.join(" OR ", terms);
    }

    private long insert(Connection connection, List<String> columns, String from) throws SQLException {
        List<String> names = new ArrayList<>(columns);
        List<String> values = new ArrayList<>();
        columns.forEach(column -> values.add("f." + dialect.quote(column)));
        for (int i = 0; i < facts.keys.size(); i++) {
            FactKey key = facts.keys.get(i);
            String answer = "a" + i;
            names.add(key.surrogate);
            values.add(answer + "._sk");
            key.outcome().ifPresent(names::add);
            key.outcome().ifPresent(column -> values.add(answer + "._outcome"));
            key.hash().ifPresent(names::add);
            key.hash().ifPresent(column -> values.add(answer + "._hash"));
        }
        return Scratch.run(
                connection,
                "INSERT INTO " + facts.qualified(dialect) + " ("
                        + names.stream().map(dialect::quote).collect(Collectors.joining(", ")) + ") SELECT "
                        + String.join(", ", values) + from);
    }

    private long hold(Connection connection, List<String> columns, String from) throws SQLException {
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < facts.keys.size(); i++) {
            if (facts.keys.get(i).missing instanceof MissingVersion.Hold) {
                reasons.add("CASE WHEN a" + i + "._outcome NOT" + FOUND + " THEN '"
                        + facts.keys.get(i).name.replace("'", "''") + " ' || a" + i + "._outcome ELSE '' END");
            }
        }
        String rows = "SELECT " + list("f", columns) + ", trim(" + String.join(" || ' ' || ", reasons)
                + ") AS _held_for, current_timestamp AS _held_at" + from;
        String table = facts.beside("_held", dialect);
        Scratch.run(
                connection,
                "CREATE TABLE IF NOT EXISTS " + table + " AS SELECT * FROM (" + rows + ") AS r WHERE FALSE");
        return Scratch.run(
                connection,
                "INSERT INTO " + table + " ("
                        + columns.stream().map(dialect::quote).collect(Collectors.joining(", "))
                        + ", _held_for, _held_at) " + rows);
    }

    private List<String> columns(Connection connection, String query) throws SQLException {
        Set<String> kept = new LinkedHashSet<>();
        for (FactKey key : facts.keys) {
            kept.add(key.surrogate);
            key.outcome().ifPresent(kept::add);
            key.hash().ifPresent(kept::add);
        }
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM (" + query + ") AS q WHERE FALSE")) {
            ResultSetMetaData described = none.getMetaData();
            for (int i = 1; i <= described.getColumnCount(); i++) {
                columns.add(described.getColumnName(i));
            }
        }
        columns.removeAll(kept);
        return columns;
    }

    private String list(String alias, List<String> columns) {
        return columns.stream()
                .map(column -> alias + "." + dialect.quote(column))
                .collect(Collectors.joining(", "));
    }
}
