package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds, in the database, the statements that say what a version in force shows already, so that the history of their keys
 * need not travel. A listing of everything says little that is new. Immutable.
 */
final class Repetitions {
    private final Layout layout;

    Repetitions(Layout layout) {
        this.layout = layout;
    }

    Set<Key> of(Connection connection, List<Evidence> statements) throws SQLException {
        EvidenceRows rows = new EvidenceRows(layout);
        Set<Key> keys = new HashSet<>();
        try (Staging said = Staging.of(
                        connection,
                        layout,
                        layout.evidenceColumns,
                        statements.stream().map(rows::cells).iterator());
                PreparedStatement statement = connection.prepareStatement(query(said));
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                keys.add(Cells.readKey(found, 1, layout.key));
            }
        }
        return keys;
    }

    private String query(Staging said) {
        StringBuilder sql = new StringBuilder("SELECT " + layout.readable("s", layout.key) + " FROM " + said.table()
                + " AS s JOIN " + layout.versions + " AS v ON " + layout.sameKey("v", "s") + " AND v."
                + layout.quote(layout.names.validFrom()) + " <= s._valid_from AND s._valid_from < v."
                + layout.quote(layout.names.validTo()) + " AND NOT v." + layout.quote(layout.names.deleted()));
        int place = 1;
        for (TableColumn attribute : layout.attributes) {
            String column = layout.quote(attribute.name());
            sql.append(" AND (v.")
                    .append(column)
                    .append(" IS NOT DISTINCT FROM s.")
                    .append(column)
                    .append(" OR substr(s._said, ")
                    .append(place++)
                    .append(", 1) = '0')");
        }
        return sql.append(" WHERE NOT EXISTS (SELECT 1 FROM " + layout.evidence + " AS e WHERE "
                        + layout.sameKey("e", "s")
                        + " AND e._valid_from = s._valid_from AND e._sequence = s._sequence)")
                .toString();
    }
}
