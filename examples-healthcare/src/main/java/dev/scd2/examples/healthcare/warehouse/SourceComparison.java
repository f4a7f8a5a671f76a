package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of the source with the staging tables, row by row and column by column, both read in key order.
 *
 * <p>Confined to one thread. Memory does not grow with the tables.
 */
final class SourceComparison {
    private final Connection source;
    private final Connection warehouse;

    SourceComparison(Connection source, Connection warehouse) {
        this.source = source;
        this.warehouse = warehouse;
    }

    /** What was found. */
    record Result(long sourceRows, long stagingRows, long differentRows) {}

    Result compare(OltpTable table) throws SQLException {
        boolean autoCommit = source.getAutoCommit();
        source.setAutoCommit(false);
        try (Statement left = source.createStatement();
                Statement right = warehouse.createStatement()) {
            left.setFetchSize(5_000);
            try (ResultSet a = left.executeQuery(query(table, "\"" + OltpSchema.SCHEMA + "\"", " collate \"C\""));
                    ResultSet b = right.executeQuery(query(table, "staging", ""))) {
                return compare(table, a, b);
            }
        } finally {
            source.rollback();
            source.setAutoCommit(autoCommit);
        }
    }

    private static String query(OltpTable table, String schema, String textOrder) {
        String columns = table.columns().stream().map(c -> '"' + c.name() + '"').collect(Collectors.joining(", "));
        String order = table.columns().stream()
                .filter(column -> table.key().contains(column.name()))
                .map(c -> '"' + c.name() + '"' + (c.type() == OltpColumn.Type.TEXT ? textOrder : ""))
                .collect(Collectors.joining(", "));
        return "select " + columns + " from " + schema + ".\"" + table.tableName() + "\" order by " + order;
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
            OltpColumn.Type type = table.columns().get(i).type();
            if (!Objects.equals(value(a, i + 1, type), value(b, i + 1, type))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object value(ResultSet row, int column, OltpColumn.Type type) throws SQLException {
        return switch (type) {
            case TEXT -> row.getString(column);
            case BOOLEAN -> row.getObject(column) == null ? null : (Object) row.getBoolean(column);
            case INTEGER -> row.getObject(column) == null ? null : (Object) row.getLong(column);
            case DATE -> row.getObject(column, LocalDate.class);
            case DECIMAL -> plain(row.getBigDecimal(column));
            case TIMESTAMP -> {
                OffsetDateTime stamp = row.getObject(column, OffsetDateTime.class);
                yield stamp == null ? null : stamp.toInstant();
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
