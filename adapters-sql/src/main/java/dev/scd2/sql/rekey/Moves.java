package dev.scd2.sql.rekey;

import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.fact.MissingVersion;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.Dialect;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The facts of which the stored answer differs, in a temporary table: written, shown and remembered from there. */
final class Moves implements AutoCloseable {
    private static final int FETCH_SIZE = 2_000;

    private final Workspace space;
    private final Dialect dialect;
    private final FactTable facts;
    private final FactCopy copy;
    private final FactSql f;
    private final @Nullable String windows;
    private final Scratch table;

    /**
     * Finds them.
     *
     * @param windows the table of windows; null after a full comparison
     */
    Moves(Workspace space, FactTable facts, FactSql f, Answer answer, @Nullable String windows) throws SQLException {
        this.space = space;
        this.dialect = space.dialect;
        this.facts = facts;
        this.copy = new FactCopy(space, facts, f);
        this.f = f;
        this.windows = windows;
        this.table = space.scratch("scd2_rekey_moves", query(answer));
    }

    private String query(Answer answer) {
        FactKey key = f.key;
        List<String> columns = new ArrayList<>();
        List<String> differs = new ArrayList<>();
        columns.add(f.row() + " AS _row");
        columns.add(answer.window() + " AS _n");
        columns.add(f.surrogate() + " AS _before");
        columns.add(answer.surrogate() + " AS _after");
        columns.add(space.text(answer.outcome()) + " AS _outcome");
        differs.add(f.surrogate() + " IS DISTINCT FROM " + answer.surrogate());
        if (key.hash != null) {
            columns.add(f.column(key.hash) + " AS _hash_before");
            columns.add(answer.hash() + " AS _hash");
            differs.add(f.column(key.hash) + " IS DISTINCT FROM " + answer.hash());
        }
        if (key.outcome != null) {
            columns.add(f.column(key.outcome) + " AS _outcome_before");
            differs.add(f.column(key.outcome) + " IS DISTINCT FROM " + answer.outcome());
        }
        copies(columns, "_id", facts.identity);
        copies(columns, "_amount", facts.amounts);
        if (f.isCopy()) {
            columns.addAll(copy.kept());
        }
        return "SELECT " + String.join(", ", columns) + " FROM " + answer.from() + " WHERE "
                + String.join(" OR ", differs);
    }

    private void copies(List<String> columns, String prefix, List<String> names) {
        IntStream.range(0, names.size()).forEach(i -> columns.add(f.column(names.get(i)) + " AS " + prefix + i));
    }

    long count() throws SQLException {
        return space.number("SELECT count(*) FROM " + table.table());
    }

    /** Gives the facts what they should hold. */
    void write() throws SQLException {
        long differing = count();
        if (differing == 0) {
            return;
        }
        long written = f.isCopy() ? copy.write(table.table(), before(), after()) : update();
        if (written != differing) {
            throw new ConcurrentCommitException(
                    "Somebody else changed facts of " + facts.name + " while they were re-keyed. Roll the transaction"
                            + " back and re-key them again.",
                    null);
        }
    }

    private long update() throws SQLException {
        FactKey key = f.key;
        List<String> sets = new ArrayList<>();
        sets.add(dialect.quote(key.surrogate) + " = m._after");
        key.hash().ifPresent(column -> sets.add(dialect.quote(column) + " = m._hash"));
        key.outcome().ifPresent(column -> sets.add(dialect.quote(column) + " = m._outcome"));
        return space.run("UPDATE " + f.table + " AS f SET " + String.join(", ", sets) + " FROM " + table.table()
                + " AS m WHERE " + f.row() + " = m._row");
    }

    private List<String> before() {
        List<String> columns = new ArrayList<>(List.of("_before"));
        f.key.outcome().ifPresent(column -> columns.add("_outcome_before"));
        f.key.hash().ifPresent(column -> columns.add("_hash_before"));
        return columns;
    }

    private List<String> after() {
        List<String> columns = new ArrayList<>(List.of("_after"));
        f.key.outcome().ifPresent(column -> columns.add("_outcome"));
        f.key.hash().ifPresent(column -> columns.add("_hash"));
        return columns;
    }

    /** Adds what was found to the table of results. */
    void remember() throws SQLException {
        if (facts.results == null) {
            return;
        }
        String results = facts.sibling(facts.results, dialect);
        String rows = "SELECT " + results() + " FROM " + source();
        space.keep(results, "AS " + rows + " WHERE FALSE");
        String names = columns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        space.run("INSERT INTO " + results + " (" + names + ") " + rows);
    }

    private List<String> columns() {
        List<String> names = new ArrayList<>(facts.identity);
        names.addAll(List.of(
                "dimension",
                "surrogate_before",
                "surrogate_after",
                "outcome",
                "effect",
                "changed_columns",
                "load_id",
                "cause"));
        names.addAll(facts.amounts);
        names.add("rekeyed_at");
        return names;
    }

    private String results() {
        List<String> values = new ArrayList<>();
        numbered(values, "_id", facts.identity.size());
        values.add(space.text("'" + f.key.name.replace("'", "''") + "'"));
        values.addAll(described());
        numbered(values, "_amount", facts.amounts.size());
        values.add("current_timestamp");
        List<String> names = columns();
        return IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) + " AS " + dialect.quote(names.get(i)))
                .collect(Collectors.joining(", "));
    }

    private static void numbered(List<String> values, String prefix, int count) {
        IntStream.range(0, count).forEach(i -> values.add("m." + prefix + i));
    }

    private List<String> described() {
        boolean told = windows != null;
        return List.of(
                "m._before",
                "m._after",
                "m._outcome",
                space.text(effect()),
                space.text(told ? "w._changed" : "''"),
                space.text(told ? "w._load" : "''"),
                space.text(told ? "w._cause" : "''"));
    }

    private String source() {
        return table.table() + " AS m" + (windows == null ? "" : " LEFT JOIN " + windows + " AS w ON w._n = m._n");
    }

    private String effect() {
        String same;
        if (f.key.hash != null) {
            same = "m._hash_before IS NOT DISTINCT FROM m._hash";
        } else if (f.key.isByNaturalKey()) {
            same = windows == null ? "TRUE" : "w._changed = ''";
        } else {
            same = "m._before = m._after"; // another version may be one of another entity
        }
        String hadNone = none("m._before", f.key.outcome == null ? "NULL" : "m._outcome_before");
        String hasNone = none("m._after", "m._outcome");
        return "CASE WHEN " + hasNone + " AND " + hadNone + " THEN '" + RekeyedFact.Effect.OTHER_OUTCOME + "' WHEN "
                + hasNone + " THEN '" + RekeyedFact.Effect.LOST + "' WHEN " + hadNone + " THEN '"
                + RekeyedFact.Effect.GAINED + "' WHEN " + same + " THEN CASE WHEN m._before = m._after THEN '"
                + RekeyedFact.Effect.OTHER_OUTCOME + "' ELSE '" + RekeyedFact.Effect.OTHER_VERSION + "' END ELSE '"
                + RekeyedFact.Effect.OTHER_VALUES + "' END";
    }

    /** Whether a surrogate is none of a version; of an inferred member only the outcome tells. */
    private String none(String surrogate, String outcome) {
        String unknown = f.key.missing instanceof MissingVersion.UnknownRow row
                ? " OR " + surrogate + " = " + row.surrogate()
                : "";
        return "(" + surrogate + " IS NULL" + unknown + " OR coalesce(" + outcome + ", '') = '" + Outcome.INFERRED
                + "')";
    }

    /** Shows each of them. */
    void show(Consumer<RekeyedFact> visitor) throws SQLException {
        List<String> values = new ArrayList<>(described());
        numbered(values, "_id", facts.identity.size());
        numbered(values, "_amount", facts.amounts.size());
        String query = "SELECT " + String.join(", ", values) + " FROM " + source();
        try (Statement statement = space.connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    visitor.accept(read(row));
                }
            }
        }
    }

    private RekeyedFact read(ResultSet row) throws SQLException {
        int ids = 8;
        int amounts = ids + facts.identity.size();
        List<@Nullable Object> fact = new ArrayList<>();
        for (int i = 0; i < facts.identity.size(); i++) {
            fact.add(row.getObject(ids + i));
        }
        List<@Nullable BigDecimal> worth = new ArrayList<>();
        for (int i = 0; i < facts.amounts.size(); i++) {
            Object amount = row.getObject(amounts + i);
            worth.add(amount == null ? null : new BigDecimal(amount.toString()));
        }
        return new RekeyedFact(
                Collections.unmodifiableList(fact),
                f.key.name,
                number(row, 1),
                number(row, 2),
                Outcome.valueOf(row.getString(3)),
                RekeyedFact.Effect.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Collections.unmodifiableList(worth));
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }

    @Override
    public void close() throws SQLException {
        table.close();
    }
}
