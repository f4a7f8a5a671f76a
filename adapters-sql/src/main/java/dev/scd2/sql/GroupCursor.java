package dev.scd2.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A result set whose rows come grouped, read one group at a time.
 *
 * @param <G> what the rows of a group have in common
 */
final class GroupCursor<G> implements AutoCloseable {
    private final Query query;
    private final ResultSet rows;
    private final Reader<G> group;
    private @Nullable G ahead;

    private GroupCursor(Query query, Reader<G> group) throws SQLException {
        this.query = query;
        this.rows = query.rows();
        this.group = group;
        advance();
    }

    /** Reads the rows of a query; the cursor closes it, also when it fails. */
    static <G> GroupCursor<G> of(Query query, Reader<G> group) throws SQLException {
        try {
            return new GroupCursor<>(query, group);
        } catch (SQLException | RuntimeException failure) {
            try (query) {
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
        query.close();
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
