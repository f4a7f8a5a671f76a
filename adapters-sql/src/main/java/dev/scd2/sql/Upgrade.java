package dev.scd2.sql;

import dev.scd2.change.Observation;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables of layout 1 such of layout 2, in the open transaction.
 *
 * <p>In layout 1 each listed key had a statement of its own, and every other key was missing; now a key without one was
 * listed as the versions show it. So a missing key whose versions show something at the listing's time gets a row that
 * says that it was missing. The quarantine held text for people; it stays, as the only field of an observation. Immutable.
 */
final class Upgrade {
    /** The layout that is upgraded. */
    static final long FROM = 1;
    /** Its hashes; they differ from those of today where the last tracked attributes are null. */
    static final String HASHES = "sha256-128:1";

    private final Layout layout;
    private final Connection connection;
    /** How many attributes the stored dimension has; more of them are added afterwards. */
    private final int width;

    Upgrade(Layout layout, Connection connection, int width) {
        this.layout = layout;
        this.connection = connection;
        this.width = width;
    }

    void run() throws SQLException {
        if (!isThere("scd2_dimension", "generation")) {
            add(layout.register, Tables.STATE);
        }
        add(
                layout.evidence,
                List.of(
                        column(layout.evidenceColumns, Layout.ERASED),
                        column(layout.evidenceColumns, Layout.RECORDED)));
        add(
                layout.snapshots,
                List.of(
                        column(Marks.COLUMNS, "kind"),
                        column(Marks.COLUMNS, "said"),
                        column(Marks.COLUMNS, "scope"),
                        column(Marks.COLUMNS, "system_time")));
        add(layout.quarantine, List.of(column(LogWriter.QUARANTINE, "natural_key")));
        Tables tables = new Tables(layout);
        tables.create(connection, layout.audit, LogWriter.AUDIT, "");
        describeListings();
        tellMissing();
        forgetRepetitions();
        wrapQuarantine();
        tables.index(connection, FROM);
        Staging.execute(
                connection,
                "UPDATE " + layout.register + " SET schema_version = ?, hash_algorithm = ?, generation = batches,"
                        + " erasure_secret = ? WHERE name = ?",
                Register.SCHEMA_VERSION,
                AttributeHash.ALGORITHM,
                Register.newSecret(),
                layout.dimension.name());
    }

    /** Corrects the hashes; to be called when all columns of the dimension are there. */
    void correctHashes() throws SQLException {
        List<Column> tracked = layout.dimension.attributes().subList(0, width).stream()
                .filter(column -> column.policy() == AttributePolicy.TRACK)
                .toList();
        if (!tracked.isEmpty()) {
            String last = tracked.get(tracked.size() - 1).name();
            new Hashes(layout).correct(connection, layout.of("v", last) + " IS NULL");
        }
    }

    private boolean isThere(String table, String column) throws SQLException {
        boolean[] there = {false};
        Rows.each(
                connection,
                "SELECT 1 FROM information_schema.columns WHERE table_catalog = current_database() AND table_schema = ?"
                        + " AND table_name = ? AND column_name = ?",
                List.of(layout.schema, table, column),
                row -> there[0] = true);
        return there[0];
    }

    private static TableColumn column(List<TableColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void add(String table, List<TableColumn> columns) throws SQLException {
        for (TableColumn column : columns) {
            Staging.execute(
                    connection,
                    "ALTER TABLE " + table + " ADD COLUMN " + layout.quote(column.name()) + " "
                            + layout.dialect.typeName(column.type()));
        }
    }

    /** A listing said the columns that its rows in the evidence say; all, if there are none. */
    private void describeListings() throws SQLException {
        List<TableColumn> attributes = layout.attributes.subList(0, width);
        Set<String> all = new TreeSet<>();
        attributes.forEach(attribute -> all.add(attribute.name()));
        Staging.execute(
                connection, "UPDATE " + layout.snapshots + " SET kind = 'LISTING', said = ?", ValueText.of(all));
        record Place(long at, String sequence) {}
        Map<Place, Set<String>> partial = new HashMap<>();
        String listed = " FROM " + layout.snapshots + " AS x JOIN " + layout.evidence
                + " AS e ON e._valid_from = x.taken_at AND e._sequence = x.sequence AND e._kind = 'VALUES'";
        Rows.each(
                connection,
                "SELECT DISTINCT " + layout.dialect.epochMicros("x.taken_at") + ", x.sequence, e._said" + listed,
                List.of(),
                row -> {
                    Set<String> said = partial.computeIfAbsent(
                            new Place(row.getLong(1), row.getString(2)), place -> new TreeSet<>());
                    String mask = row.getString(3);
                    for (int i = 0; i < width; i++) {
                        if (mask == null || mask.charAt(i) == '1') {
                            said.add(attributes.get(i).name());
                        }
                    }
                });
        for (Map.Entry<Place, Set<String>> listing : partial.entrySet()) {
            if (!listing.getValue().equals(all)) {
                Staging.execute(
                        connection,
                        "UPDATE " + layout.snapshots + " SET said = ? WHERE taken_at = ? AND sequence = ?",
                        ValueText.of(listing.getValue()),
                        Instants.ofMicros(listing.getKey().at()),
                        listing.getKey().sequence());
            }
        }
    }

    private void tellMissing() throws SQLException {
        Staging.execute(
                connection,
                "INSERT INTO " + layout.evidence + " (" + layout.list(layout.key)
                        + ", _kind, _valid_from, _sequence, _is_complete, _said) SELECT "
                        + layout.list("v", layout.key) + ", 'UNLISTED', x.taken_at, x.sequence, FALSE, '"
                        + "0".repeat(width) + "' FROM " + layout.snapshots + " AS x JOIN " + layout.versions
                        + " AS v ON " + inForceAtListing()
                        + " WHERE NOT EXISTS (SELECT 1 FROM " + layout.evidence + " AS e WHERE "
                        + layout.sameKey("e", "v")
                        + " AND e._valid_from = x.taken_at AND e._sequence = x.sequence)");
    }

    /** What a listing's own row tells by the versions needs no row for each key. */
    private void forgetRepetitions() throws SQLException {
        Set<String> said = new TreeSet<>();
        Rows.each(
                connection,
                "SELECT DISTINCT said FROM " + layout.snapshots,
                List.of(),
                row -> said.add(row.getString(1)));
        for (String columns : said) {
            Set<String> names = ValueText.names(columns);
            StringBuilder mask = new StringBuilder();
            StringBuilder shown = new StringBuilder();
            for (TableColumn attribute : layout.attributes.subList(0, width)) {
                boolean isSaid = names.contains(attribute.name());
                mask.append(isSaid ? '1' : '0');
                if (isSaid) {
                    shown.append(" AND " + layout.of("v", attribute.name()) + " IS NOT DISTINCT FROM "
                            + layout.of("e", attribute.name()));
                }
            }
            Staging.execute(
                    connection,
                    "DELETE FROM " + layout.evidence + " AS e USING " + layout.snapshots + " AS x, " + layout.versions
                            + " AS v WHERE e._kind = 'VALUES' AND e._valid_from = x.taken_at AND e._sequence = x.sequence"
                            + " AND x.said = ? AND coalesce(e._said, '" + "1".repeat(width) + "') = '" + mask + "' AND "
                            + layout.sameKey("v", "e") + " AND " + inForceAtListing() + shown,
                    columns);
        }
    }

    private String inForceAtListing() {
        ColumnNames names = layout.names;
        return layout.of("v", names.validFrom()) + " <= x.taken_at AND " + layout.of("v", names.validTo())
                + " > x.taken_at AND NOT " + layout.of("v", names.deleted());
    }

    private void wrapQuarantine() throws SQLException {
        List<TableColumn> columns =
                List.of(column(LogWriter.QUARANTINE, "number"), column(LogWriter.QUARANTINE, "payload"));
        List<@Nullable Object[]> rows = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.list("x", columns) + " FROM " + layout.quarantine + " AS x",
                List.of(),
                row -> {
                    String payload = row.getString(2);
                    Observation wrapped =
                            new Observation(Map.of("payload", payload == null ? "" : payload), null, null, null);
                    rows.add(new @Nullable Object[] {row.getLong(1), ChangeText.of(wrapped)});
                });
        if (rows.isEmpty()) {
            return;
        }
        try (Staging staged = Staging.of(connection, layout, columns, rows.iterator())) {
            staged.execute("UPDATE " + layout.quarantine + " AS x SET payload = s.payload FROM " + staged.table()
                    + " AS s WHERE " + layout.of("x", "number") + " = " + layout.of("s", "number"));
        }
    }
}
