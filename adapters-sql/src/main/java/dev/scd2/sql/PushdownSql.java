package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a {@link PushdownLoad}. The rows of a key are numbered by {@code (validFrom, sequence)}, in {@code _n}; what
 * becomes of them stands in {@code _op}. Immutable.
 */
final class PushdownSql {
    /** What becomes of the rows of a key. */
    enum Op {
        /** Nothing is held of the key: its history is made here. */
        NEW,
        /** All of them are held. */
        KNOWN,
        /** The law has to look at what is held, or at what they say. */
        JUDGED
    }

    static final String STAGE = "scd2_pushdown";
    static final String JUDGED = "scd2_pushdown_judged";

    private static final String OP = "_op";
    private static final String N = "_n";

    private final Layout layout;
    private final ChangeTable changes;
    private final String stage;
    private final String judged;

    PushdownSql(Layout layout, ChangeTable changes) {
        this.layout = layout;
        this.changes = changes;
        this.stage = layout.dialect.temporary(STAGE);
        this.judged = layout.dialect.temporary(JUDGED);
    }

    /** Returns the first table, as statements name it. */
    String stage() {
        return stage;
    }

    /** Returns the second table, as statements name it. */
    String judged() {
        return judged;
    }

    /** Makes the table of rows whose history may be made here, with the types of the dimension. */
    String createStage() {
        return layout.dialect.createTemporary(STAGE) + " (" + layout.definitions(stageColumns()) + ")";
    }

    /** Makes the table of rows that the client judges. */
    String createJudged() {
        return layout.dialect.createTemporary(JUDGED) + " (" + layout.definitions(judgedColumns()) + ")";
    }

    /** Returns a query of no rows with the columns that are read, in the order of {@link #given}. */
    String noRows() {
        return "SELECT "
                + given().stream().map(column -> layout.of("q", column.name())).collect(Collectors.joining(", "))
                + " FROM (" + changes.query() + ") AS q WHERE FALSE";
    }

    private List<TableColumn> stageColumns() {
        List<TableColumn> columns = new ArrayList<>(said());
        columns.add(new TableColumn(Layout.KIND, ColumnType.TEXT));
        columns.add(new TableColumn(Layout.FROM, ColumnType.TIMESTAMP));
        columns.add(new TableColumn(Layout.SEQUENCE, ColumnType.TEXT));
        columns.add(new TableColumn(Layout.SOURCE, ColumnType.TEXT));
        columns.add(new TableColumn(Layout.PARTITION, ColumnType.LONG));
        columns.add(new TableColumn(Layout.OFFSET, ColumnType.LONG));
        columns.add(new TableColumn(N, ColumnType.LONG));
        columns.add(new TableColumn(OP, ColumnType.TEXT));
        return columns;
    }

    private List<TableColumn> said() {
        return Layout.concat(layout.key, layout.attributes);
    }

    /** Returns the columns of the query that are read, as they are called there, with the types that they shall have. */
    List<TableColumn> given() {
        List<TableColumn> columns = new ArrayList<>(said());
        columns.add(new TableColumn(changes.validFrom(), ColumnType.TIMESTAMP));
        changes.sequence().forEach(part -> columns.add(new TableColumn(part, ColumnType.LONG)));
        if (changes.deleted() != null) {
            columns.add(new TableColumn(changes.deleted(), ColumnType.BOOLEAN));
        }
        if (changes.partition() != null && changes.offset() != null) {
            columns.add(new TableColumn(changes.partition(), ColumnType.LONG));
            columns.add(new TableColumn(changes.offset(), ColumnType.LONG));
        }
        return columns;
    }

    /** The columns of the query, called {@code _1}, {@code _2}, …, and a number. */
    private List<TableColumn> judgedColumns() {
        List<TableColumn> columns = new ArrayList<>();
        for (TableColumn column : given()) {
            columns.add(new TableColumn("_" + (columns.size() + 1), column.type()));
        }
        columns.add(new TableColumn(N, ColumnType.LONG));
        return columns;
    }

    /** Takes the rows, once each, numbers them and says what becomes of them. */
    String fillStage(Instant horizon, boolean isListed) {
        List<TableColumn> columns = stageColumns();
        String byKey = "(PARTITION BY " + layout.list("c", layout.key) + ")";
        String op = isListed
                ? "'" + Op.JUDGED + "'"
                : "CASE WHEN max(c._unfit) OVER " + byKey + " = 1 THEN '" + Op.JUDGED + "' WHEN max(c._held) OVER "
                        + byKey + " = 0 THEN '" + Op.NEW + "' WHEN min(c._known) OVER " + byKey + " = 1 THEN '"
                        + Op.KNOWN + "' ELSE '" + Op.JUDGED + "' END";
        return "INSERT INTO " + stage + " (" + layout.list(columns) + ")\nSELECT "
                + layout.list("c", columns.subList(0, columns.size() - 1)) + ", " + op + "\nFROM ("
                + judgedRows(horizon)
                + ") AS c";
    }

    private String judgedRows(Instant horizon) {
        String attributes = layout.attributes.stream()
                .map(column -> " AND " + layout.of("e", column.name()) + " IS NOT DISTINCT FROM "
                        + layout.of("d", column.name()))
                .collect(Collectors.joining());
        String firstKey = layout.key.get(0).name();
        return "SELECT d.*, row_number() OVER (PARTITION BY " + layout.list("d", layout.key)
                + " ORDER BY d._valid_from, " + sequenceParts("d") + ") AS _n,"
                + "\n    CASE WHEN " + fits("d", horizon) + " AND count(*) OVER (PARTITION BY "
                + layout.list("d", layout.key) + ", d._valid_from, d._sequence) = 1 THEN 0 ELSE 1 END AS _unfit,"
                + "\n    CASE WHEN " + layout.of("h", firstKey) + " IS NULL THEN 0 ELSE 1 END AS _held,"
                + "\n    CASE WHEN " + layout.of("e", firstKey) + " IS NULL THEN 0 ELSE 1 END AS _known"
                + "\n  FROM (" + onceEach() + ") AS d"
                + "\n  LEFT JOIN (SELECT " + layout.list(layout.key) + " FROM " + layout.evidence + " UNION SELECT "
                + layout.list(layout.key) + " FROM " + layout.versions + ") AS h ON " + layout.sameKey("h", "d")
                + "\n  LEFT JOIN " + layout.evidence + " AS e ON " + layout.sameKey("e", "d")
                + " AND e._kind = d._kind AND e._valid_from = d._valid_from AND e._sequence = d._sequence"
                + " AND (e._said IS NULL OR e._kind = 'DELETE')" + attributes;
    }

    /** A row that says the same as another, at the same place, is the same change. */
    private String onceEach() {
        List<String> same = new ArrayList<>();
        said().forEach(column -> same.add(layout.of("t", column.name())));
        same.addAll(List.of("t._kind", "t._valid_from", "t._sequence"));
        String first = changes.source() == null ? "t._sequence" : "t._partition, t._offset";
        return "SELECT * FROM (SELECT t.*, row_number() OVER (PARTITION BY " + String.join(", ", same) + " ORDER BY "
                + first + ") AS _copy FROM (" + typed() + ") AS t) AS o WHERE o._copy = 1";
    }

    /** The rows with the types of the dimension; what ends an entity says nothing of its attributes. */
    private String typed() {
        List<String> terms = new ArrayList<>();
        layout.key.forEach(column -> terms.add(cast(column) + " AS " + layout.quote(column.name())));
        String isDeleted = isDeleted();
        for (TableColumn column : layout.attributes) {
            String value = isDeleted.isEmpty()
                    ? cast(column)
                    : "CASE WHEN NOT " + isDeleted + " THEN " + cast(column) + " END";
            terms.add(value + " AS " + layout.quote(column.name()));
        }
        terms.add((isDeleted.isEmpty() ? "'VALUES'" : "CASE WHEN " + isDeleted + " THEN 'DELETE' ELSE 'VALUES' END")
                + " AS _kind");
        terms.add(cast(new TableColumn(changes.validFrom(), ColumnType.TIMESTAMP)) + " AS _valid_from");
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < changes.sequence().size(); i++) {
            String part = cast(new TableColumn(changes.sequence().get(i), ColumnType.LONG));
            terms.add(part + " AS _part" + i);
            parts.add("CAST(" + part + " AS VARCHAR)");
        }
        terms.add(String.join(" || '.' || ", parts) + " AS _sequence");
        terms.add(changes.source() == null ? "CAST(NULL AS VARCHAR) AS _source" : "? AS _source");
        terms.add(place(changes.partition()) + " AS _partition");
        terms.add(place(changes.offset()) + " AS _offset");
        String here = layout.key.stream()
                .map(column -> layout.of("q", column.name()) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        boolean ignores = layout.dimension.deletePolicy() == DeletePolicy.IGNORE && !isDeleted.isEmpty();
        return "SELECT " + String.join(",\n      ", terms) + "\n    FROM (" + changes.query() + ") AS q WHERE " + here
                + (ignores ? " AND NOT " + isDeleted : "");
    }

    private String isDeleted() {
        return changes.deleted() == null ? "" : "coalesce(" + layout.of("q", changes.deleted()) + ", FALSE)";
    }

    private String place(@Nullable String column) {
        return column == null
                ? "CAST(NULL AS " + layout.dialect.typeName(ColumnType.LONG) + ")"
                : cast(new TableColumn(column, ColumnType.LONG));
    }

    private String cast(TableColumn column) {
        return "CAST(" + layout.of("q", column.name()) + " AS " + layout.dialect.typeName(column.type()) + ")";
    }

    private String sequenceParts(String alias) {
        return IntStream.range(0, changes.sequence().size())
                .mapToObj(i -> alias + "._part" + i)
                .collect(Collectors.joining(", "));
    }

    /** What is out of range or before the horizon is for the client to refuse. */
    private String fits(String alias, Instant horizon) {
        Instant first = horizon.isBefore(Instants.MIN) ? Instants.MIN : horizon;
        StringBuilder fits = new StringBuilder(alias + "._sequence IS NOT NULL AND " + alias + "._valid_from >= "
                + layout.dialect.literal(first) + " AND " + alias + "._valid_from < " + layout.open);
        for (TableColumn column : said()) {
            if (column.type().kind() == ColumnType.Kind.TIMESTAMP) {
                String value = layout.of(alias, column.name());
                fits.append(" AND (" + value + " IS NULL OR (" + value + " >= " + layout.dialect.literal(Instants.MIN)
                        + " AND " + value + " < " + layout.open + "))");
            }
        }
        return fits.toString();
    }

    /** Copies what the client judges; rows without a key are there, too. */
    String fillJudged() {
        String noKey = layout.key.stream()
                .map(column -> layout.of("q", column.name()) + " IS NULL")
                .collect(Collectors.joining(" OR "));
        return "INSERT INTO " + judged + " (" + layout.list(judgedColumns()) + ")\nSELECT "
                + given().stream().map(this::cast).collect(Collectors.joining(", ")) + ", row_number() OVER (ORDER BY "
                + layout.list("q", layout.key) + ")\nFROM (" + changes.query() + ") AS q\nWHERE " + noKey
                + " OR EXISTS (SELECT 1 FROM " + stage + " AS s WHERE s." + OP + " = '" + Op.JUDGED + "' AND "
                + layout.sameKey("s", "q") + ")";
    }

    /** Returns rows of: what becomes of them, partition, how many, of how many keys, the furthest offset. */
    String counts() {
        return "SELECT _op, _partition, count(*), sum(CASE WHEN _n = 1 THEN 1 ELSE 0 END), max(_offset)\nFROM " + stage
                + "\nGROUP BY _op, _partition";
    }

    /** Returns rows of: partition, how many, the furthest offset; of what the client judges. */
    String judgedCounts() {
        int width = given().size();
        return changes.source() == null
                ? "SELECT 0, count(*), 0 FROM " + judged
                : "SELECT _" + (width - 1) + ", count(*), max(_" + width + ") FROM " + judged + " GROUP BY _"
                        + (width - 1);
    }

    /** Returns the rows that the client judges from a number on, up to another; both are bound. */
    String judgedPage() {
        return "SELECT " + layout.readable("j", judgedColumns()) + " FROM " + judged
                + " AS j WHERE j._n >= ? AND j._n < ?";
    }

    /** Remembers what was said of new keys. */
    String insertEvidence() {
        List<String> own =
                List.of(Layout.KIND, Layout.FROM, Layout.SEQUENCE, Layout.SOURCE, Layout.PARTITION, Layout.OFFSET);
        String list =
                layout.list(said()) + ", " + own.stream().map(layout::quote).collect(Collectors.joining(", "));
        return "INSERT INTO " + layout.evidence + " (" + list + ", " + layout.quote(Layout.COMPLETE) + ", "
                + layout.quote(Layout.SAID) + ")\nSELECT " + list + ", TRUE, " + mask() + "\nFROM " + stage
                + " WHERE _op = '"
                + Op.NEW + "'";
    }

    /** A delete says nothing of attributes; see {@link SaidMask}. */
    private String mask() {
        String unsaid = "0".repeat(layout.attributes.size());
        return unsaid.isEmpty() ? "NULL" : "CASE WHEN _kind = 'DELETE' THEN '" + unsaid + "' END";
    }

    /** Makes the versions of new keys. The number before the first surrogate key, and the load, are bound. */
    String insertVersions() {
        VersionsSql made = new VersionsSql(layout, "(SELECT * FROM " + stage + " WHERE _op = '" + Op.NEW + "')");
        List<String> values = new ArrayList<>();
        values.add("? + row_number() OVER (ORDER BY " + layout.list("b", layout.key) + ", b._n)");
        values.addAll(made.values());
        values.add("?");
        return "INSERT INTO " + layout.versions + " (" + layout.list(layout.versionColumns) + ")\nSELECT "
                + String.join(",\n    ", values) + "\nFROM " + made.rows() + " AS b";
    }
}
