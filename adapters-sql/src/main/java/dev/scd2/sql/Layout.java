package dev.scd2.sql;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.timeline.Instants;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of one dimension, their columns, and the names of both in SQL. Immutable. */
final class Layout {
    static final String VERSIONS = "";
    static final String EVIDENCE = "_evidence";
    static final String AUDIT = "_audit";

    static final String KIND = "_kind";
    static final String SPAN_ID = "_span_id";
    static final String FROM = "_valid_from";
    static final String TO = "_valid_to";
    static final String SEQUENCE = "_sequence";
    static final String COMPLETE = "_is_complete";
    static final String SAID = "_said";
    static final String ERASED = "_erased";
    static final String RECORDED = "_system_time";
    static final String SOURCE = "_source";
    static final String PARTITION = "_partition";
    static final String OFFSET = "_offset";

    private static final List<String> EVIDENCE_COLUMNS =
            List.of(KIND, SPAN_ID, FROM, TO, SEQUENCE, COMPLETE, SAID, ERASED, RECORDED, SOURCE, PARTITION, OFFSET);
    /** Columns of staging tables; they begin like those of the evidence so that one check serves both. */
    private static final List<String> STAGING = List.of("_n", "_at", "_since", "_listed", "_until", "_believed");

    /** The end of what is open, as SQL. */
    final String open;

    final Dimension dimension;
    final Dialect dialect;
    final ColumnNames names;
    final StoreOptions.OpenEnd openEnd;
    final StoreOptions.Overlaps overlaps;
    final String schema;
    final String versions;
    final String evidence;
    final String snapshots;
    final String quarantine;
    final String positions;
    final String audit;
    final String register;
    final List<TableColumn> key = new ArrayList<>();
    final List<TableColumn> attributes = new ArrayList<>();
    final List<TableColumn> versionColumns = new ArrayList<>();
    final List<TableColumn> evidenceColumns = new ArrayList<>();

    Layout(Dimension dimension, Dialect dialect, StoreOptions options) {
        this.dimension = dimension;
        this.dialect = dialect;
        this.open = dialect.literal(Instants.MAX);
        this.names = options.columns().of(dimension);
        this.openEnd = options.openEnd();
        this.overlaps = options.overlaps();
        this.schema = options.schema().orElse(dialect.defaultSchema());
        for (Column column : dimension.naturalKey()) {
            key.add(new TableColumn(column.name(), column.type()));
        }
        for (Column column : dimension.attributes()) {
            attributes.add(new TableColumn(column.name(), column.type()));
        }
        versions = table(VERSIONS);
        evidence = table(EVIDENCE);
        snapshots = table("_snapshot");
        quarantine = table("_quarantine");
        positions = table("_position");
        audit = table(AUDIT);
        register = dialect.qualified(new TableName(schema, "scd2_dimension"));
        describeVersions();
        describeEvidence();
        refuseClashes();
    }

    private void describeVersions() {
        versionColumns.add(new TableColumn(names.surrogateKey(), ColumnType.LONG));
        versionColumns.addAll(key);
        versionColumns.addAll(attributes);
        versionColumns.add(new TableColumn(names.validFrom(), ColumnType.TIMESTAMP));
        versionColumns.add(new TableColumn(names.validTo(), ColumnType.TIMESTAMP));
        if (dimension.isBitemporal()) {
            versionColumns.add(new TableColumn(names.systemFrom(), ColumnType.TIMESTAMP));
            versionColumns.add(new TableColumn(names.systemTo(), ColumnType.TIMESTAMP));
        }
        versionColumns.add(new TableColumn(names.current(), ColumnType.BOOLEAN));
        versionColumns.add(new TableColumn(names.deleted(), ColumnType.BOOLEAN));
        versionColumns.add(new TableColumn(names.attributeHash(), ColumnType.TEXT));
        versionColumns.add(new TableColumn(names.loadId(), ColumnType.TEXT));
    }

    private void describeEvidence() {
        evidenceColumns.addAll(key);
        evidenceColumns.add(new TableColumn(KIND, ColumnType.TEXT));
        evidenceColumns.add(new TableColumn(SPAN_ID, ColumnType.TEXT));
        evidenceColumns.add(new TableColumn(FROM, ColumnType.TIMESTAMP));
        evidenceColumns.add(new TableColumn(TO, ColumnType.TIMESTAMP));
        evidenceColumns.add(new TableColumn(SEQUENCE, ColumnType.TEXT));
        evidenceColumns.add(new TableColumn(COMPLETE, ColumnType.BOOLEAN));
        evidenceColumns.add(new TableColumn(SAID, ColumnType.TEXT));
        evidenceColumns.add(new TableColumn(ERASED, ColumnType.TEXT));
        evidenceColumns.add(new TableColumn(RECORDED, ColumnType.TIMESTAMP));
        evidenceColumns.addAll(attributes);
        evidenceColumns.add(new TableColumn(SOURCE, ColumnType.TEXT));
        evidenceColumns.add(new TableColumn(PARTITION, ColumnType.LONG));
        evidenceColumns.add(new TableColumn(OFFSET, ColumnType.LONG));
    }

    private void refuseClashes() {
        Map<String, String> taken = new HashMap<>();
        for (TableColumn column : concat(key, attributes)) {
            String other = taken.put(dialect.folded(column.name()), column.name());
            if (other != null) {
                throw new IllegalArgumentException("Dimension " + dimension + " has the columns " + other + " and "
                        + column.name() + ", which are one to " + dialect.product() + ". Rename one of them.");
            }
        }
        List<String> named = names.in(dimension);
        List<String> own = new ArrayList<>(named);
        own.addAll(EVIDENCE_COLUMNS);
        own.addAll(STAGING);
        for (String name : own) {
            if (taken.containsKey(dialect.folded(name))) {
                throw new IllegalArgumentException("The column " + taken.get(dialect.folded(name)) + " of dimension "
                        + dimension + " has the name of a column that its table needs itself. "
                        + "Rename it, or choose other ColumnNames.");
            }
        }
        if (named.stream().map(dialect::folded).distinct().count() < named.size()) {
            throw new IllegalArgumentException("The column names of a table must differ: " + named);
        }
        for (TableColumn column : concat(versionColumns, evidenceColumns)) {
            requireShort(column.name());
        }
    }

    private void requireShort(String identifier) {
        if (identifier.getBytes(StandardCharsets.UTF_8).length > dialect.maxIdentifierBytes()) {
            throw new IllegalArgumentException("The name " + identifier + " is too long for " + dialect.product()
                    + ": at most " + dialect.maxIdentifierBytes() + " bytes. Choose a shorter one.");
        }
    }

    private String table(String suffix) {
        requireShort(dimension.name() + suffix);
        return dialect.qualified(name(suffix));
    }

    /** Returns the name of a table of the dimension; the suffix of that of the versions is empty. */
    TableName name(String suffix) {
        return new TableName(schema, dimension.name() + suffix);
    }

    String quote(String identifier) {
        return dialect.quote(identifier);
    }

    /** Returns the natural key column or attribute of this name. */
    TableColumn column(String name) {
        return concat(key, attributes).stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Dimension " + dimension + " has no column " + name + ", which a scope names."));
    }

    /** Returns {@code alias."column"}. */
    String of(String alias, String column) {
        return alias + "." + quote(column);
    }

    /** Returns whether the versions of {@code alias} are part of the latest belief. */
    String believed(String alias) {
        return dimension.isBitemporal() ? end(alias, names.systemTo()) + " >= " + open : "TRUE";
    }

    /** Returns whether the versions of {@code alias} are in force and mark no absence; an instant is bound twice. */
    String inForce(String alias) {
        return of(alias, names.validFrom()) + " <= " + dialect.parameter(ColumnType.TIMESTAMP) + " AND "
                + end(alias, names.validTo()) + " > " + dialect.parameter(ColumnType.TIMESTAMP) + " AND NOT "
                + of(alias, names.deleted());
    }

    /** Returns an end of {@code alias} that can be compared: at least {@link #open} when it is open. */
    String end(String alias, String column) {
        return openEnd == StoreOptions.OpenEnd.NULL
                ? "coalesce(" + of(alias, column) + ", " + open + ")"
                : of(alias, column);
    }

    /** Returns an end that can be compared as it is kept in the table. */
    String kept(String end) {
        return openEnd == StoreOptions.OpenEnd.NULL ? "CASE WHEN " + end + " < " + open + " THEN " + end + " END" : end;
    }

    /** Returns {@code alias."a", alias."b"}. */
    String list(String alias, List<TableColumn> columns) {
        return joined(columns, ", ", name -> alias + "." + name);
    }

    /** Returns {@code "a", "b"}. */
    String list(List<TableColumn> columns) {
        return joined(columns, ", ", name -> name);
    }

    /** Returns {@code a."k" = b."k" AND …} over the natural key. */
    String sameKey(String a, String b) {
        return joined(key, " AND ", name -> a + "." + name + " = " + b + "." + name);
    }

    /** Returns the natural key of {@code alias} in the order of keys. */
    String keyOrder(String alias) {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : key) {
            terms.add(dialect.ordered(alias + "." + quote(column.name()), column.type()));
        }
        return String.join(", ", terms);
    }

    /** Returns the columns as they are selected, so that every type is read exactly. */
    String readable(String alias, List<TableColumn> columns) {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : columns) {
            terms.add(Cells.readable(dialect, alias + "." + quote(column.name()), column.type()));
        }
        return String.join(", ", terms);
    }

    /** Returns {@code "a" TYPE, "b" TYPE}. */
    String definitions(List<TableColumn> columns) {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : columns) {
            terms.add(quote(column.name()) + " " + dialect.typeName(column.type()));
        }
        return String.join(", ", terms);
    }

    static List<TableColumn> concat(List<TableColumn> first, List<TableColumn> second) {
        List<TableColumn> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private String joined(List<TableColumn> columns, String between, java.util.function.UnaryOperator<String> shape) {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : columns) {
            terms.add(shape.apply(quote(column.name())));
        }
        return String.join(between, terms);
    }
}
