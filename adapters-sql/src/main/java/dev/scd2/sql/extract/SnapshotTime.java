package dev.scd2.sql.extract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a listing holds: by a clock, or by the answer of a query. Immutable.
 *
 * @param clock the clock; null where a query is asked
 * @param sql the query; null where a clock is read
 */
record SnapshotTime(@Nullable Clock clock, @Nullable String sql) {
    boolean isOfTheSource() {
        return clock == null;
    }

    /** Returns the time; empty if the query knows none. */
    Optional<Instant> of(Connection connection, @Nullable ZoneId zone) throws SQLException {
        if (clock != null) {
            return Optional.of(clock.instant());
        }
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            ColumnReader column = ColumnReader.of(rows.getMetaData(), 1, zone);
            if (!column.isTime()) {
                throw new IllegalArgumentException("The query for the time of a snapshot returns a " + column.typeName()
                        + ". It must return a timestamp.");
            }
            return rows.next() ? Optional.ofNullable((Instant) column.read(rows)) : Optional.empty();
        }
    }
}
