package dev.scd2.sql.rekey;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.Surrogates;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Placeholders of keys that facts needed before the dimension heard of them, in a table beside the versions: the law knows
 * nothing of them, and a store writes and verifies its versions as if they were not there. A member stands in from the
 * beginning of time until the first version of its key. Confined to one thread.
 */
final class InferredMembers {
    private final Connection connection;
    private final Dialect dialect;
    private final FactSql f;
    private final Dimension dimension;
    private final StoreOptions options;
    final String table;

    InferredMembers(Connection connection, Dialect dialect, FactSql f) {
        this.connection = connection;
        this.dialect = dialect;
        this.f = f;
        this.dimension = f.key.dimension;
        this.options = f.key.options;
        this.table = table(dialect, dimension, options);
    }

    static String table(Dialect dialect, Dimension dimension, StoreOptions options) {
        return dialect.qualified(
                new TableName(options.schema().orElse(dialect.defaultSchema()), dimension.name() + "_inferred"));
    }

    void create() throws SQLException {
        String key = dimension.naturalKey().stream()
                .map(column -> dialect.quote(column.name()) + " " + dialect.typeName(column.type()) + " NOT NULL")
                .collect(Collectors.joining(", "));
        String names = dimension.naturalKey().stream()
                .map(Column::name)
                .map(dialect::quote)
                .collect(Collectors.joining(", "));
        Scratch.run(
                connection,
                "CREATE TABLE IF NOT EXISTS " + table + " (_surrogate BIGINT NOT NULL, " + key
                        + ", _settled BOOLEAN NOT NULL, _created_at " + dialect.typeName(ColumnType.TIMESTAMP)
                        + " DEFAULT current_timestamp, PRIMARY KEY (" + names + "))");
    }

    /** Makes the members that facts lack to which {@code answer} gives no surrogate. */
    void make(Answer answer) throws SQLException {
        Surrogates.reserve(connection, dimension, options, dialect, 0);
        String rows = "SELECT " + f.row() + " AS _row, " + answer.outcome() + " AS _outcome FROM " + answer.from();
        try (Scratch answers = Scratch.of(connection, dialect, "scd2_key_outcomes", rows)) {
            make(answers.table());
        }
    }

    private void make(String answers) throws SQLException {
        String columns = f.list("f", f.key.columns);
        String lacking = "SELECT DISTINCT " + columns + ", a._outcome = 'BEFORE_FIRST' AS _known FROM " + f.table
                + " AS f JOIN " + answers + " AS a ON "
                + f.row() + " = a._row LEFT JOIN " + table + " AS i ON " + f.sameKey("i", f.versions.key)
                + " WHERE a._outcome IN ('UNKNOWN_KEY', 'BEFORE_FIRST') AND i._surrogate IS NULL";
        int count = Math.toIntExact(Scratch.number(connection, "SELECT count(*) FROM (" + lacking + ") AS c"));
        if (count == 0) {
            return;
        }
        long first = Surrogates.reserve(connection, dimension, options, dialect, count);
        String names = f.versions.key.stream().map(dialect::quote).collect(Collectors.joining(", "));
        Scratch.run(
                connection,
                "INSERT INTO " + table + " (_surrogate, " + names + ", _settled) SELECT " + (first - 1)
                        + " + row_number() OVER (), " + f.list("c", f.key.columns) + ", c._known FROM (" + lacking
                        + ") AS c");
    }

    /**
     * Gives first versions the surrogates of their members, once. A member that was made for a time before the first
     * version of a key that was known is settled from the start: facts hold the surrogate of that version already.
     */
    void adopt() throws SQLException {
        VersionTable v = f.versions;
        String same = f.equal("v", v.key, "i", v.key);
        String first = "SELECT i._surrogate, v0._sk FROM " + table + " AS i JOIN LATERAL (SELECT "
                + v.surrogate("v") + " AS _sk FROM " + v.table + " AS v WHERE " + same + " AND " + v.answers("v", null)
                + " ORDER BY " + v.from("v") + " LIMIT 1) AS v0 ON TRUE WHERE NOT i._settled";
        try (Scratch firsts = Scratch.of(connection, dialect, "scd2_rekey_adopted", first)) {
            Scratch.run(
                    connection,
                    "UPDATE " + v.table + " AS v SET " + v.surrogateColumn() + " = a._surrogate FROM " + firsts.table()
                            + " AS a WHERE " + v.surrogate("v") + " = a._sk");
            Scratch.run(
                    connection,
                    "UPDATE " + table + " AS i SET _settled = TRUE FROM " + firsts.table()
                            + " AS a WHERE i._surrogate = a._surrogate");
        }
    }
}
