package dev.scd2.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A result set whose rows come grouped, read one group at a time.
 *
 * @param <G> what the rows of a group have in common
 */
final class GroupCursor<G> implements AutoCloseable {
    private static final int FETCH_SIZE = 2_000;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Reader<G> group;
    private @Nullable G ahead;

    private GroupCursor(PreparedStatement prepared, Reader<G> group) throws SQLException {
        this.statement = prepared;
        this.group = group;
        statement.setFetchSize(FETCH_SIZE);
        this.rows = statement.executeQuery();
        advance();
    }

    /** Runs a query; the cursor closes it, also when it fails. */
    static <G> GroupCursor<G> of(PreparedStatement prepared, Reader<G> group) throws SQLException {
        try {
            return new GroupCursor<>(prepared, group);
        } catch (SQLException | RuntimeException failure) {
            try (prepared) {
                throw failure;
            }
        }
    }

    /** Returns the group of the next row; null at the end. */
    @Nullable
    G ahead() {
        return ahead;
    }

    /** Shows {@code visitor} each row of {@code wanted}, if that group is next. */
    void drain(G wanted, Rows.Visitor visitor) throws SQLException {
        while (wanted.equals(ahead)) {
            visitor.visit(rows);
            advance();
        }
    }

    private void advance() throws SQLException {
        ahead = rows.next() ? group.read(rows) : null;
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            rows.close();
        }
    }

    /**
     * Reads one row.
     *
     * @param <T> what is read
     */
    interface Reader<T> {
        /** Reads the row at which {@code rows} stands. */
        T read(ResultSet rows) throws SQLException;
    }
}
