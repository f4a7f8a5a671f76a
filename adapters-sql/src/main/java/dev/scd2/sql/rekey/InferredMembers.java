package dev.scd2.sql.rekey;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.Surrogates;
import dev.scd2.sql.TableName;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Placeholders of keys that facts needed before the dimension heard of them, in a table beside the versions: the law knows
 * nothing of them, and a store writes and verifies its versions as if they were not there. A member stands in from the
 * beginning of time until the first version of its key. Confined to one thread.
 */
final class InferredMembers {
    private final Workspace space;
    private final Dialect dialect;
    private final FactSql f;
    private final Dimension dimension;
    private final StoreOptions options;
    final String table;

    InferredMembers(Workspace space, FactSql f) {
        this.space = space;
        this.dialect = space.dialect;
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
        space.keep(
                table,
                "(_surrogate BIGINT NOT NULL, " + key
                        + ", _settled BOOLEAN NOT NULL, _created_at " + dialect.typeName(ColumnType.TIMESTAMP)
                        + " DEFAULT current_timestamp, PRIMARY KEY (" + names + "))");
    }

    /** Makes the members that facts lack to which {@code answer} gives no surrogate. */
    void make(Answer answer) throws SQLException {
        Surrogates.reserve(space.connection, dimension, options, dialect, 0);
        String rows = "SELECT " + f.row() + " AS _row, " + space.text(answer.outcome()) + " AS _outcome FROM "
                + answer.from();
        try (Scratch answers = space.scratch("scd2_key_outcomes", rows)) {
            make(answers.table());
        }
    }

    private void make(String answers) throws SQLException {
        String columns = f.list("f", f.key.columns);
        String lacking = "SELECT DISTINCT " + columns + ", a._outcome = 'BEFORE_FIRST' AS _known FROM " + f.table
                + " AS f JOIN " + answers + " AS a ON "
                + f.row() + " = a._row LEFT JOIN " + table + " AS i ON " + f.sameKey("i", f.versions.key)
                + " WHERE a._outcome IN ('UNKNOWN_KEY', 'BEFORE_FIRST') AND i._surrogate IS NULL";
        int count = Math.toIntExact(space.number("SELECT count(*) FROM (" + lacking + ") AS c"));
        if (count == 0) {
            return;
        }
        long first = Surrogates.reserve(space.connection, dimension, options, dialect, count);
        String names = f.versions.key.stream().map(dialect::quote).collect(Collectors.joining(", "));
        space.run("INSERT INTO " + table + " (_surrogate, " + names + ", _settled) SELECT " + (first - 1)
                + " + row_number() OVER (ORDER BY " + f.list("c", f.key.columns) + "), " + f.list("c", f.key.columns)
                + ", c._known FROM (" + lacking
                + ") AS c");
    }

    /**
     * Gives first versions the surrogates of their members, once. A member that was made for a time before the first
     * version of a key that was known is settled from the start: facts hold the surrogate of that version already.
     */
    void adopt() throws SQLException {
        VersionTable v = f.versions;
        String starts = "SELECT i._surrogate AS _member, " + v.surrogate("v")
                + " AS _version, row_number() OVER (PARTITION BY"
                + " i._surrogate ORDER BY " + v.from("v") + ") AS _place FROM " + table + " AS i JOIN " + v.table
                + " AS v ON " + f.equal("v", v.key, "i", v.key) + " AND " + v.answers("v", null)
                + " WHERE NOT i._settled";
        String first = "SELECT s._member, s._version FROM (" + starts + ") AS s WHERE s._place = 1";
        try (Scratch firsts = space.scratch("scd2_rekey_adopted", first)) {
            space.run("UPDATE " + v.table + " SET " + v.surrogateColumn() + " = a._member FROM " + firsts.table()
                    + " AS a WHERE " + v.surrogateColumn() + " = a._version");
            space.run("UPDATE " + table + " SET _settled = TRUE FROM " + firsts.table()
                    + " AS a WHERE _surrogate = a._member");
        }
    }
}
