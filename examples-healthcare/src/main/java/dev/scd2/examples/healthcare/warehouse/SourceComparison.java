package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpColumn.Type;
import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.sql.Dialect;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of the source with the staging tables, row by row and column by column, both read in key order.
 *
 * <p>Confined to one thread. Memory does not grow with the tables.
 */
final class SourceComparison {
    private final Connection source;
    private final Warehouse warehouse;

    SourceComparison(Connection source, Warehouse warehouse) {
        this.source = source;
        this.warehouse = warehouse;
    }

    /** What was found. */
    record Result(long sourceRows, long stagingRows, long differentRows) {}

    Result compare(OltpTable table) throws SQLException {
        boolean autoCommit = source.getAutoCommit();
        source.setAutoCommit(false);
        try (Statement left = source.createStatement();
                Statement right = warehouse.connection().createStatement()) {
            left.setFetchSize(5_000);
            try (ResultSet a = left.executeQuery(inSource(table));
                    ResultSet b =
                            right.executeQuery(inStaging(table, warehouse.kind().dialect()))) {
                return compare(table, a, b);
            }
        } finally {
            source.rollback();
            source.setAutoCommit(autoCommit);
        }
    }

    private static String inSource(OltpTable table) {
        return query(
                table,
                '"' + OltpSchema.SCHEMA + "\".\"" + table.tableName() + '"',
                column -> '"' + column.name() + '"',
                column -> '"' + column.name() + '"' + (column.type() == Type.TEXT ? " collate \"C\"" : ""));
    }

    /** Instants come as numbers, which every driver reads alike. */
    private static String inStaging(OltpTable table, Dialect dialect) {
        return query(
                table,
                "staging." + dialect.quote(table.tableName()),
                column -> column.type() == Type.TIMESTAMP
                        ? dialect.epochMicros(dialect.quote(column.name()))
                        : dialect.quote(column.name()),
                column -> dialect.quote(column.name()));
    }

    private static String query(
            OltpTable table, String from, Function<OltpColumn, String> cell, Function<OltpColumn, String> order) {
        String columns = table.columns().stream().map(cell).collect(Collectors.joining(", "));
        String key = table.columns().stream()
                .filter(column -> table.key().contains(column.name()))
                .map(order)
                .collect(Collectors.joining(", "));
        return "select " + columns + " from " + from + " order by " + key;
    }

    private static Result compare(OltpTable table, ResultSet a, ResultSet b) throws SQLException {
        long left = 0;
        long right = 0;
        long different = 0;
        boolean moreA = a.next();
        boolean moreB = b.next();
        while (moreA && moreB) {
            left++;
            right++;
            different += sameRow(table, a, b) ? 0 : 1;
            moreA = a.next();
            moreB = b.next();
        }
        while (moreA) {
            left++;
            moreA = a.next();
        }
        while (moreB) {
            right++;
            moreB = b.next();
        }
        return new Result(left, right, different);
    }

    private static boolean sameRow(OltpTable table, ResultSet a, ResultSet b) throws SQLException {
        for (int i = 0; i < table.columns().size(); i++) {
            Type type = table.columns().get(i).type();
            Object left = type == Type.TIMESTAMP ? instant(a, i + 1) : value(a, i + 1, type);
            if (!Objects.equals(left, value(b, i + 1, type))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime stamp = row.getObject(column, OffsetDateTime.class);
        return stamp == null ? null : stamp.toInstant();
    }

    private static @Nullable Object value(ResultSet row, int column, Type type) throws SQLException {
        return switch (type) {
            case TEXT -> row.getString(column);
            case BOOLEAN -> row.getObject(column) == null ? null : (Object) row.getBoolean(column);
            case INTEGER -> row.getObject(column) == null ? null : (Object) row.getLong(column);
            case DATE -> row.getString(column);
            case DECIMAL -> plain(row.getBigDecimal(column));
            case TIMESTAMP -> {
                long micros = row.getLong(column);
                yield row.wasNull() ? null : Instants.ofMicros(micros);
            }
        };
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
