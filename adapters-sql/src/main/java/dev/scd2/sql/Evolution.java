package dev.scd2.sql;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.Widening;
import dev.scd2.store.AuditEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes the tables of a dimension wider. Added columns are null in the versions and unsaid in the evidence that is there; no
 * version changes, and an attribute hash only where a whole number became a decimal. May be done again where it was interrupted
 * and its statements are not one transaction. Confined to one thread.
 */
final class Evolution {
    private final Layout layout;
    private final Connection connection;

    Evolution(Layout wider, Connection connection) {
        this.layout = wider;
        this.connection = connection;
    }

    /**
     * Runs it.
     *
     * @param held the dimension as it is stored
     */
    void run(Dimension held) throws SQLException {
        Dimension wider = layout.dimension;
        int width = held.attributes().size();
        retype(held.naturalKey(), wider.naturalKey());
        boolean retyped = retype(held.attributes(), wider.attributes());
        List<Column> added =
                wider.attributes().subList(width, wider.attributes().size());
        for (Column column : added) {
            alter("ADD COLUMN IF NOT EXISTS " + layout.quote(column.name()) + " "
                    + layout.dialect.typeName(column.type()));
        }
        if (!added.isEmpty()) {
            Staging.execute(
                    connection,
                    "UPDATE " + layout.evidence + " SET _said = rpad(coalesce(_said, '" + "1".repeat(width) + "'), "
                            + (width + added.size()) + ", '0'), _is_complete = (_kind = 'DELETE')");
        }
        if (retyped) {
            new Hashes(layout).correct(connection, "TRUE");
        }
        new LogWriter(layout, connection).audit(List.of(entry(held)));
        Staging.execute(
                connection,
                "UPDATE " + layout.register + " SET definition = ?, generation = generation + 1 WHERE name = ?",
                Definition.of(layout),
                wider.name());
    }

    /** Returns whether a tracked column has another type now. */
    private boolean retype(List<Column> before, List<Column> after) throws SQLException {
        boolean tracked = false;
        for (int i = 0; i < before.size(); i++) {
            Column column = after.get(i);
            if (!column.type().equals(before.get(i).type())) {
                for (String table : List.of(layout.versions, layout.evidence)) {
                    for (String statement : layout.dialect.retype(
                            table, layout.quote(column.name()), before.get(i).type(), column.type())) {
                        Staging.execute(connection, statement);
                    }
                }
                tracked |= column.policy() == AttributePolicy.TRACK;
            }
        }
        return tracked;
    }

    private void alter(String what) throws SQLException {
        Staging.execute(connection, "ALTER TABLE " + layout.versions + " " + what);
        Staging.execute(connection, "ALTER TABLE " + layout.evidence + " " + what);
    }

    private AuditEntry entry(Dimension held) throws SQLException {
        AuditEntry entry = Widening.require(held, layout.dimension);
        long[] now = {entry.at()};
        Rows.each(
                connection,
                "SELECT " + layout.dialect.epochMicros("current_timestamp"),
                List.of(),
                row -> now[0] = row.getLong(1));
        return new AuditEntry(entry.event(), entry.subject(), entry.detail(), now[0]);
    }
}
