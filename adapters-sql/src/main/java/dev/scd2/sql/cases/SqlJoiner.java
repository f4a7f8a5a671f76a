package dev.scd2.sql.cases;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.ConnectionSource;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.tck.cases.JoinCase;
import dev.scd2.tck.cases.JoinCase.Side;
import dev.scd2.tck.cases.Joiner;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Joins the facts of a case by SQL: puts facts and versions into tables of a schema of their own, {@value
 * CaseTables#SCHEMA}, runs the query, and drops the schema. Thread-safe as far as its connections are, but for the schema.
 */
public final class SqlJoiner implements Joiner {
    private static final String MICROS = "_us";

    private final ConnectionSource connections;
    private final Dialect database;
    private final JoinDialect dialect;
    private final OpenEnd openEnd;
    private final UnaryOperator<Lookup> lookups;
    private final UnaryOperator<String> queries;
    private final boolean membersBeside;

    private SqlJoiner(
            ConnectionSource connections,
            Dialect database,
            JoinDialect dialect,
            OpenEnd openEnd,
            UnaryOperator<Lookup> lookups,
            UnaryOperator<String> queries,
            boolean membersBeside) {
        this.connections = connections;
        this.database = database;
        this.dialect = dialect;
        this.openEnd = openEnd;
        this.lookups = lookups;
        this.queries = queries;
        this.membersBeside = membersBeside;
    }

    /** Returns what joins in a database whose open ends are the sentinel. */
    public static SqlJoiner on(ConnectionSource connections, Dialect database, JoinDialect dialect) {
        return new SqlJoiner(
                connections,
                database,
                dialect,
                OpenEnd.SENTINEL,
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                false);
    }

    /** Returns this with another look of open ends. */
    public SqlJoiner withOpenEnd(OpenEnd look) {
        return new SqlJoiner(connections, database, dialect, look, lookups, queries, membersBeside);
    }

    /** Returns this with something that says more about each lookup, such as how much there is to join. */
    public SqlJoiner withLookups(UnaryOperator<Lookup> refinement) {
        return new SqlJoiner(connections, database, dialect, openEnd, refinement, queries, membersBeside);
    }

    /** Returns this with something that makes the query of one dialect one that another database understands. */
    public SqlJoiner withQueriesAdapted(UnaryOperator<String> adaptation) {
        return new SqlJoiner(connections, database, dialect, openEnd, lookups, adaptation, membersBeside);
    }

    /** Returns this with inferred members in a table beside the versions, rather than as rows that are marked. */
    public SqlJoiner withMembersBeside() {
        return new SqlJoiner(connections, database, dialect, openEnd, lookups, queries, true);
    }

    @Override
    public List<Map<String, @Nullable Object>> join(JoinCase join) {
        CaseTables tables = new CaseTables(join, database, openEnd, membersBeside);
        try (Connection connection = connections.connect()) {
            connection.setAutoCommit(false);
            try {
                tables.create(connection);
                return rows(connection, join, tables);
            } finally {
                connection.rollback();
                tables.remove(connection);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The join " + join.name() + " could not be run.", failure);
        }
    }

    private List<Map<String, @Nullable Object>> rows(Connection connection, JoinCase join, CaseTables tables)
            throws SQLException {
        AsOfJoin query = AsOfJoin.of("SELECT * FROM " + tables.facts(), dialect)
                .columns(tables.factColumns().stream().map(TableColumn::name).toArray(String[]::new));
        for (int i = 0; i < join.sides().size(); i++) {
            query = query.lookup(lookups.apply(tables.lookup(i)));
        }
        String sql = "SELECT j.*" + micros(join, tables) + " FROM (" + queries.apply(query.sql()) + ") AS j ORDER BY n";
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row(row, join, tables, database));
            }
        }
        return rows;
    }

    /** Returns the instants among the columns as numbers, which every driver reads alike. */
    private String micros(JoinCase join, CaseTables tables) {
        StringBuilder micros = new StringBuilder();
        for (int i = 0; i < join.sides().size(); i++) {
            for (Column column : tables.columns(i)) {
                if (column.type().kind() == ColumnType.Kind.TIMESTAMP) {
                    String name = tables.alias(i) + "_" + column.name();
                    micros.append(", ").append(database.epochMicros("j." + database.quote(name)));
                    micros.append(" AS ").append(database.quote(name + MICROS));
                }
            }
        }
        return micros.toString();
    }

    private static Map<String, @Nullable Object> row(ResultSet row, JoinCase join, CaseTables tables, Dialect database)
            throws SQLException {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < join.sides().size(); i++) {
            Side side = join.sides().get(i);
            String prefix = side.as() == null ? "" : side.as() + ".";
            String alias = tables.alias(i) + "_";
            cells.put(prefix + "outcome", row.getString(database.catalogued(alias + "outcome")));
            for (Column column : tables.columns(i)) {
                cells.put(prefix + column.name(), read(row, database.catalogued(name(alias, column)), column.type()));
            }
        }
        cells.putAll(join.facts().get(row.getInt(database.catalogued("n"))));
        return cells;
    }

    private static String name(String alias, Column column) {
        boolean isInstant = column.type().kind() == ColumnType.Kind.TIMESTAMP;
        return alias + column.name() + (isInstant ? MICROS : "");
    }

    private static @Nullable Object read(ResultSet row, String column, ColumnType type) throws SQLException {
        Object value = switch (type.kind()) {
            case TEXT -> row.getString(column);
            case LONG -> row.getLong(column);
            case DECIMAL -> {
                BigDecimal decimal = row.getBigDecimal(column);
                yield decimal == null ? null : decimal.setScale(type.scale());
            }
            case DOUBLE -> row.getDouble(column);
            case BOOLEAN -> row.getBoolean(column);
            case DATE -> {
                String day = row.getString(column);
                yield day == null ? null : LocalDate.parse(day);
            }
            case TIMESTAMP -> {
                long micros = row.getLong(column);
                yield row.wasNull() ? null : Instants.ofMicros(micros);
            }
            case BYTES -> {
                byte[] bytes = row.getBytes(column);
                yield bytes == null ? null : Bytes.of(bytes);
            }
        };
        return row.wasNull() ? null : value;
    }
}
