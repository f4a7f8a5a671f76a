package dev.scd2.sql.extract;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.SourceException;
import dev.scd2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table or a query of a database, to be read from outside.
 *
 * <pre>{@code
 * Relation members = Relation.table(dataSource::getConnection, SourceDialect.POSTGRES, "public", "member")
 *         .columnsOf(member, "updated_at")
 *         .localTimesIn(ZoneId.of("America/Chicago"));
 * }</pre>
 *
 * <p>Immutable; nothing is connected before a source reads it.
 */
public final class Relation {
    private final ConnectionSource connections;
    private final SourceDialect dialect;
    private final String name;
    private final String from;
    private final Kind kind;
    private final Set<String> columns;
    private final @Nullable ZoneId zone;

    private enum Kind {
        TABLE,
        QUERY
    }

    private Relation(
            ConnectionSource connections,
            SourceDialect dialect,
            String name,
            String from,
            Kind kind,
            Set<String> columns,
            @Nullable ZoneId zone) {
        this.connections = connections;
        this.dialect = dialect;
        this.name = name;
        this.from = from;
        this.kind = kind;
        this.columns = columns;
        this.zone = zone;
    }

    /**
     * Returns a table with all of its columns, named as it is in the database.
     *
     * @param table its name in parts, such as schema and table; each is quoted
     */
    public static Relation table(ConnectionSource connections, SourceDialect dialect, String... table) {
        if (table.length == 0) {
            throw new IllegalArgumentException("A table needs a name.");
        }
        String quoted = Stream.of(table).map(dialect::quote).collect(Collectors.joining("."));
        return new Relation(connections, dialect, String.join(".", table), quoted, Kind.TABLE, Set.of(), null);
    }

    /**
     * Returns the result of a query with all of its columns.
     *
     * @param name what the source is called; how far it was read is remembered under this name
     * @param sql a SELECT that can stand in parentheses: without ORDER BY and a semicolon at the end
     */
    public static Relation query(ConnectionSource connections, SourceDialect dialect, String name, String sql) {
        return new Relation(connections, dialect, name, "(" + sql + ") q", Kind.QUERY, Set.of(), null);
    }

    /**
     * Returns this relation under another name. How far a source was read is remembered under its name: keep it, and give
     * no two sources of a dimension the same.
     */
    public Relation named(String other) {
        return new Relation(connections, dialect, other, from, kind, columns, zone);
    }

    /** Returns this relation with these columns only; a source adds those that it needs itself. */
    public Relation columns(String... names) {
        return new Relation(connections, dialect, name, from, kind, ordered(List.of(names)), zone);
    }

    /** Returns this relation with the columns of a dimension, key and attributes, and some more. */
    public Relation columnsOf(Dimension dimension, String... more) {
        List<String> names = new ArrayList<>();
        dimension.naturalKey().stream().map(Column::name).forEach(names::add);
        dimension.attributes().stream().map(Column::name).forEach(names::add);
        names.addAll(List.of(more));
        return new Relation(connections, dialect, name, from, kind, ordered(names), zone);
    }

    /**
     * Returns this relation with timestamps without a time zone meant in {@code where}. Of an hour that a clock change
     * repeats, the first is meant; a time that it skips counts as later by the length of the change.
     */
    public Relation localTimesIn(ZoneId where) {
        return new Relation(connections, dialect, name, from, kind, columns, where);
    }

    /** Returns the name of the source. */
    public String name() {
        return name;
    }

    Optional<ZoneId> zone() {
        return Optional.ofNullable(zone);
    }

    /** Returns whether a column may be null: in a query a join may make it so, whatever its table says. */
    boolean canBeNull(ColumnReader column) {
        return kind == Kind.QUERY || !column.isNotNull();
    }

    ExtractSql sql() {
        return new ExtractSql(dialect, from);
    }

    /** Asks the database for the columns: those that were named, or all, and those that a source needs. */
    RowShape describe(List<String> needed) {
        List<String> selected = new ArrayList<>(columns);
        if (!columns.isEmpty()) {
            needed.stream().filter(column -> !columns.contains(column)).forEach(selected::add);
        }
        RowShape shape = call("describe", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql().describe(selected));
                    ResultSet rows = statement.executeQuery()) {
                return RowShape.of(rows.getMetaData(), zone);
            }
        });
        needed.forEach(shape::column);
        return shape;
    }

    void bind(PreparedStatement statement, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            dialect.bind(statement, i + 1, values.get(i));
        }
    }

    /** Does something with a connection and gives it back. */
    <T> T call(String doing, Work<T> work) {
        try (Connection connection = connections.connect()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw failure(doing, failure);
        }
    }

    /** Says where and why, and no values: what a driver says of bad data repeats them. */
    private SourceException failure(String doing, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        boolean isAboutNames = Stream.of("08", "28", "3D", "42", "57").anyMatch(state::startsWith);
        String reason = "SQLSTATE " + state + ", error " + failure.getErrorCode();
        String told = isAboutNames ? failure.getMessage() + " (" + reason + ")" : reason;
        SQLException cause = new SQLException(reason, state, failure.getErrorCode());
        cause.setStackTrace(failure.getStackTrace());
        return new SourceException("Could not " + doing + " " + name + ": " + told, cause);
    }

    private static Set<String> ordered(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("No column is named.");
        }
        return new LinkedHashSet<>(names);
    }

    /**
     * What is done with a connection.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T with(Connection connection) throws SQLException;
    }
}
