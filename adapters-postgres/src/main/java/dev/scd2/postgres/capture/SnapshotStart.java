package dev.scd2.postgres.capture;

import dev.scd2.error.SourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A moment before a snapshot, and its place in the server's log. A transaction that the snapshot does not see has committed
 * later, and wrote all of its changes behind that place; so what the snapshot reads is never put behind them.
 *
 * <p>Immutable.
 */
record SnapshotStart(Instant at, long place) {

    /**
     * Waits until every transaction that had begun to write has ended, as the making of a slot does.
     *
     * @throws SourceException if one of them is still open when the time is over
     */
    static SnapshotStart before(Connection connection, Duration atMost) throws SQLException {
        SnapshotStart start = now(connection);
        String next = next(connection);
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!areOver(connection, next)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new SourceException(
                        "The snapshot cannot begin: a transaction that was open before it is still open after " + atMost
                                + ". End it (select pid, xact_start from pg_stat_activity"
                                + " where backend_xid is not null; pg_prepared_xacts).",
                        null);
            }
        }
        return start;
    }

    /** In a statement of its own: the next statement's view of the transactions must be younger than this. */
    private static SnapshotStart now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select clock_timestamp(), pg_current_wal_insert_lsn() - '0/0'::pg_lsn")) {
            row.next();
            return new SnapshotStart(
                    row.getObject(1, OffsetDateTime.class).toInstant(),
                    row.getBigDecimal(2).longValueExact());
        }
    }

    private static String next(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean areOver(Connection connection, String next) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8")) {
            statement.setString(1, next);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
