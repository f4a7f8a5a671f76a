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
import java.util.stream.Stream;

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
     * Makes what keying needs in this session, where making a table ends a transaction; elsewhere it does nothing. See {@link
     * Rekeying#prepare}. The table of held facts then has all columns of the facts.
     *
     * @throws dev.scd2.error.StoreException if the database refuses
     */
    public void prepare(Connection connection) {
        if (dialect.makesTablesInTransactions()) {
            return;
        }
        transactions.call(connection, () -> {
            Workspace space = Workspace.preparing(connection, dialect, facts);
            KeyingResult nothing = keyed(space, "SELECT * FROM " + facts.qualified(dialect) + " WHERE FALSE");
            if (!held().isEmpty()) {
                space.scratch("scd2_key_again", again(space));
            }
            space.prepared();
            return nothing;
        });
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
        return transactions.call(connection, () -> keyed(space(connection), query));
    }

    /** Looks held facts up again; those that still lack a version stay held. */
    public KeyingResult retry(Connection connection) {
        return transactions.call(connection, () -> {
            Workspace space = space(connection);
            try (Scratch again = space.scratch("scd2_key_again", again(space))) {
                space.run("DELETE FROM " + facts.beside("_held", dialect));
                return keyed(space, "SELECT * FROM " + again.table());
            }
        });
    }

    private String again(Workspace space) throws SQLException {
        String held = facts.beside("_held", dialect);
        List<String> columns = columns(space, "SELECT * FROM " + held);
        columns.removeAll(
                Stream.of("_held_for", "_held_at").map(dialect::catalogued).toList());
        return "SELECT " + list("f", columns) + " FROM " + held + " AS f";
    }

    private Workspace space(Connection connection) {
        return Workspace.of(connection, dialect, facts);
    }

    private KeyingResult keyed(Workspace space, String query) throws SQLException {
        List<String> columns = columns(space, query);
        try (Scratch incoming = incoming(space, columns, query);
                Scratches answers = new Scratches()) {
            Map<String, Map<Outcome, Long>> outcomes = new LinkedHashMap<>();
            for (FactKey key : facts.keys) {
                FactSql f = space.copiesFacts()
                        ? FactSql.copied(incoming, key, dialect)
                        : FactSql.in(incoming.table(), key, dialect);
                answers.add(answers(space.of(key), f, "scd2_key_answers_" + answers.size()));
                outcomes.put(key.name, outcomes(space, answers.table(answers.size() - 1)));
                refuse(key, outcomes.get(key.name));
            }
            String from = from(incoming, answers, space);
            String held = held();
            long inserted = insert(space, columns, from + (held.isEmpty() ? "" : " WHERE NOT (" + held + ")"));
            long waiting = held.isEmpty() ? 0 : hold(space, columns, from + " WHERE " + held);
            return new KeyingResult(inserted, waiting, outcomes);
        }
    }

    private Scratch incoming(Workspace space, List<String> columns, String query) throws SQLException {
        return space.copiesFacts()
                ? space.numbered(
                        "scd2_key_incoming",
                        columns.stream().map(dialect::quote).toList(),
                        "(" + query + ") AS f")
                : space.scratch("scd2_key_incoming", query);
    }

    private Scratch answers(Workspace space, FactSql f, String name) throws SQLException {
        if (f.key.missing instanceof MissingVersion.Inferred) {
            InferredMembers members = new InferredMembers(space, f);
            members.create();
            members.make(Answer.ofAll(f, dialect));
        }
        return space.scratch(name, answers(space, f));
    }

    private String answers(Workspace space, FactSql f) {
        Answer answer = Answer.ofAll(f, dialect);
        return "SELECT " + f.row() + " AS _row, " + answer.surrogate() + " AS _sk, " + answer.hash() + " AS _hash, "
                + space.text(answer.outcome()) + " AS _outcome FROM " + answer.from();
    }

    private static Map<Outcome, Long> outcomes(Workspace space, String answers) throws SQLException {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        try (Statement statement = space.connection.createStatement();
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

    private String from(Scratch incoming, Scratches answers, Workspace space) {
        StringBuilder from = new StringBuilder(" FROM " + incoming.table() + " AS f");
        for (int i = 0; i < answers.size(); i++) {
            from.append(" JOIN ")
                    .append(answers.table(i))
                    .append(" AS a" + i + " ON a" + i + "._row = f.")
                    .append(space.copiesFacts() ? Workspace.ROW : dialect.rowId());
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

    private long insert(Workspace space, List<String> columns, String from) throws SQLException {
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
        return space.run("INSERT INTO " + facts.qualified(dialect) + " ("
                + names.stream().map(dialect::quote).collect(Collectors.joining(", ")) + ") SELECT "
                + String.join(", ", values) + from);
    }

    private long hold(Workspace space, List<String> columns, String from) throws SQLException {
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < facts.keys.size(); i++) {
            if (facts.keys.get(i).missing instanceof MissingVersion.Hold) {
                reasons.add("CASE WHEN a" + i + "._outcome NOT" + FOUND + " THEN '"
                        + facts.keys.get(i).name.replace("'", "''") + " ' || a" + i + "._outcome ELSE '' END");
            }
        }
        String rows =
                "SELECT " + list("f", columns) + ", " + space.text("trim(" + String.join(" || ' ' || ", reasons) + ")")
                        + " AS _held_for, current_timestamp AS _held_at" + from;
        String table = facts.beside("_held", dialect);
        space.keep(table, "AS SELECT * FROM (" + rows + ") AS r WHERE FALSE");
        return space.run("INSERT INTO " + table + " ("
                + columns.stream().map(dialect::quote).collect(Collectors.joining(", "))
                + ", _held_for, _held_at) " + rows);
    }

    private List<String> columns(Workspace space, String query) throws SQLException {
        Set<String> kept = new LinkedHashSet<>();
        for (FactKey key : facts.keys) {
            kept.add(dialect.catalogued(key.surrogate));
            key.outcome().map(dialect::catalogued).ifPresent(kept::add);
            key.hash().map(dialect::catalogued).ifPresent(kept::add);
        }
        List<String> columns = new ArrayList<>();
        try (Statement statement = space.connection.createStatement();
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
