package dev.scd2.sql.cases;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import dev.scd2.store.Evidence;
import dev.scd2.tck.cases.JoinCase;
import dev.scd2.tck.cases.JoinCase.Side;
import dev.scd2.tck.cases.JoinCase.VersionRow;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of one case: the versions of each dimension as a store keeps them, and what of the facts is joined. */
final class CaseTables {
    static final String SCHEMA = "scd2_join_case";

    private static final String KNOWN_AT = "knownAt";
    private static final String INFERRED = "is_inferred";

    private final JoinCase join;
    private final Dialect database;
    private final OpenEnd openEnd;
    private final boolean membersBeside;

    /**
     * Makes those of {@code join}.
     *
     * @param membersBeside whether placeholders that are inferred members lie in a table of their own
     */
    CaseTables(JoinCase join, Dialect database, OpenEnd openEnd, boolean membersBeside) {
        this.join = join;
        this.database = database;
        this.openEnd = openEnd;
        this.membersBeside = membersBeside;
    }

    String alias(int side) {
        return "s" + side;
    }

    String facts() {
        return database.qualified(new TableName(SCHEMA, "fact"));
    }

    List<Column> columns(int side) {
        Dimension dimension = join.sides().get(side).dimension();
        List<Column> columns = new ArrayList<>(dimension.naturalKey());
        columns.addAll(dimension.attributes());
        return columns;
    }

    /** Creates and fills the tables as part of the open transaction. */
    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + database.quote(SCHEMA));
        }
        fill(connection, "fact", factColumns(), factRows());
        for (int i = 0; i < join.sides().size(); i++) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            Side side = join.sides().get(i);
            for (VersionRow version : side.versions()) {
                if (!version.inferred() || !areBeside(side)) {
                    rows.add(versionRow(i, version, rows.size()));
                }
            }
            fill(connection, "versions_" + i, versionColumns(i), rows);
            if (areBeside(side)) {
                fill(connection, "versions_" + i + "_inferred", memberColumns(side), members(side));
            }
        }
    }

    /** Takes them away, where that is not done by rolling back. */
    void remove(Connection connection) throws SQLException {
        if (!database.makesTablesInTransactions()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA IF EXISTS " + database.quote(SCHEMA));
            }
        }
    }

    /** Whether all placeholders say nothing and stand in from the beginning of time. */
    private boolean areBeside(Side side) {
        return membersBeside
                && hasPlaceholders(side)
                && side.versions().stream()
                        .filter(VersionRow::inferred)
                        .allMatch(version -> version.validFrom() == Instants.toMicros(Instants.MIN)
                                && side.dimension().attributes().stream()
                                        .allMatch(column -> version.cells().get(column.name()) == null));
    }

    private static boolean hasPlaceholders(Side side) {
        return side.versions().stream().anyMatch(VersionRow::inferred);
    }

    private static List<TableColumn> memberColumns(Side side) {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_surrogate", ColumnType.LONG));
        side.dimension().naturalKey().forEach(part -> columns.add(new TableColumn(part.name(), part.type())));
        return columns;
    }

    private static List<@Nullable Object[]> members(Side side) {
        Set<List<@Nullable Object>> keys = new LinkedHashSet<>();
        for (VersionRow version : side.versions()) {
            if (version.inferred()) {
                keys.add(side.dimension().naturalKey().stream()
                        .map(part -> micros(version.cells().get(part.name())))
                        .toList());
            }
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (List<@Nullable Object> key : keys) {
            List<@Nullable Object> cells = new ArrayList<>(key);
            cells.add(0, (long) -1 - rows.size());
            rows.add(cells.toArray());
        }
        return rows;
    }

    private void fill(Connection connection, String table, List<TableColumn> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        TableName name = new TableName(SCHEMA, table);
        List<String> definitions = new ArrayList<>();
        for (TableColumn column : columns) {
            definitions.add(database.quote(column.name()) + " " + database.typeName(column.type()));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + database.qualified(name) + " (" + String.join(", ", definitions) + ")");
        }
        database.load(connection, name, columns, rows.iterator());
    }

    List<TableColumn> factColumns() {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("n", ColumnType.LONG));
        columns.add(new TableColumn(KNOWN_AT, ColumnType.TIMESTAMP));
        for (int i = 0; i < join.sides().size(); i++) {
            Side side = join.sides().get(i);
            for (int k = 0; k < side.factKey().size(); k++) {
                columns.add(new TableColumn(
                        alias(i) + "k" + k, type(side, side.lookupKey().get(k))));
            }
            columns.add(new TableColumn(alias(i) + "t", isByDay(side) ? ColumnType.DATE : ColumnType.TIMESTAMP));
        }
        return columns;
    }

    private List<@Nullable Object[]> factRows() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> fact : join.facts()) {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add((long) rows.size());
            cells.add(micros(fact.get(KNOWN_AT)));
            for (Side side : join.sides()) {
                side.factKey().forEach(column -> cells.add(micros(fact.get(column))));
                cells.add(micros(fact.get(side.factTime())));
            }
            rows.add(cells.toArray());
        }
        return rows;
    }

    private boolean isByDay(Side side) {
        return join.facts().stream().anyMatch(fact -> fact.get(side.factTime()) instanceof LocalDate);
    }

    private static ColumnType type(Side side, String column) {
        List<Column> all = new ArrayList<>(side.dimension().naturalKey());
        all.addAll(side.dimension().attributes());
        return all.stream()
                .filter(one -> one.name().equals(column))
                .findFirst()
                .orElseThrow()
                .type();
    }

    private List<TableColumn> versionColumns(int side) {
        ColumnNames names = ColumnNames.standard();
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn(names.surrogateKey(), ColumnType.LONG));
        columns(side).forEach(column -> columns.add(new TableColumn(column.name(), column.type())));
        for (String time : List.of(names.validFrom(), names.validTo(), names.systemFrom(), names.systemTo())) {
            columns.add(new TableColumn(time, ColumnType.TIMESTAMP));
        }
        columns.add(new TableColumn(names.deleted(), ColumnType.BOOLEAN));
        columns.add(new TableColumn(INFERRED, ColumnType.BOOLEAN));
        return columns;
    }

    private @Nullable Object[] versionRow(int side, VersionRow version, long surrogate) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(surrogate);
        columns(side).forEach(column -> cells.add(micros(version.cells().get(column.name()))));
        cells.add(version.validFrom());
        cells.add(end(version.validTo()));
        cells.add(Math.max(version.systemFrom(), Instants.toMicros(Instants.MIN)));
        cells.add(end(version.systemTo()));
        cells.add(version.deleted());
        cells.add(version.inferred());
        return cells.toArray();
    }

    private @Nullable Object end(long micros) {
        if (micros != Interval.OPEN) {
            return micros;
        }
        return openEnd == OpenEnd.NULL ? null : (Object) (Instants.toMicros(Instants.MAX.minusNanos(1_000)) + 1);
    }

    private static @Nullable Object micros(@Nullable Object value) {
        return value instanceof Instant instant ? (Object) Instants.toMicros(instant) : value;
    }

    Lookup lookup(int number) {
        Side side = join.sides().get(number);
        StoreOptions options = StoreOptions.standard().withOpenEnd(openEnd);
        Versions versions = Versions.of(side.dimension(), options).named(SCHEMA, "versions_" + number);
        if (side.versions().stream().anyMatch(CaseTables::hasSystemTime)) {
            ColumnNames names = ColumnNames.standard();
            versions = versions.systemTime(names.systemFrom(), names.systemTo());
        }
        if (areBeside(side)) {
            versions = versions.withInferredMembers();
        } else if (hasPlaceholders(side)) {
            versions = versions.inferred(INFERRED);
        }
        Lookup lookup = Lookup.in(versions)
                .as(alias(number))
                .by(side.rule())
                .order(side.lookupOrder().toArray(String[]::new))
                .columns(columns(number).stream().map(Column::name).toArray(String[]::new));
        for (int k = 0; k < side.lookupKey().size(); k++) {
            lookup = lookup.key(alias(number) + "k" + k, side.lookupKey().get(k));
        }
        String time = alias(number) + "t";
        lookup = isByDay(side)
                ? lookup.at(time, Objects.requireNonNull(side.anchor(), "A date needs an anchor."))
                : lookup.at(time);
        boolean asked = join.facts().stream().anyMatch(fact -> fact.get(KNOWN_AT) != null);
        return asked && versions.hasSystemTime() ? lookup.knownAt(KNOWN_AT) : lookup;
    }

    private static boolean hasSystemTime(VersionRow version) {
        return version.systemFrom() != Evidence.NO_TIME || version.systemTo() != Interval.OPEN;
    }
}
