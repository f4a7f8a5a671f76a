package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Locale;

/** Whether the columns of a query have types whose values a dimension can hold as they are. Stateless. */
final class GivenTypes {
    private GivenTypes() {}

    /**
     * Refuses columns whose values would not be the same in the type that they shall have.
     *
     * @param query has these columns, in this order
     * @throws IllegalArgumentException with the name of the first
     */
    static void require(Connection connection, String query, List<TableColumn> columns, Dimension dimension)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            ResultSetMetaData found = rows.getMetaData();
            for (int i = 0; i < columns.size(); i++) {
                TableColumn column = columns.get(i);
                if (!isWithin(found, i + 1, column.type())) {
                    throw new IllegalArgumentException("Column " + column.name() + " of the changes of dimension "
                            + dimension + " is of type " + found.getColumnTypeName(i + 1) + ", and shall be "
                            + column.type() + ". Cast it in the query, as far as that loses nothing.");
                }
            }
        }
    }

    private static boolean isWithin(ResultSetMetaData found, int i, ColumnType type) throws SQLException {
        int sqlType = found.getColumnType(i);
        return switch (type.kind()) {
            case TEXT ->
                switch (sqlType) {
                    case Types.CHAR,
                            Types.VARCHAR,
                            Types.LONGVARCHAR,
                            Types.NCHAR,
                            Types.NVARCHAR,
                            Types.LONGNVARCHAR -> true;
                    default -> false;
                };
            case LONG ->
                isInteger(sqlType) || (isDecimal(sqlType) && found.getScale(i) == 0 && found.getPrecision(i) > 0);
            case DECIMAL ->
                isInteger(sqlType)
                        || (isDecimal(sqlType)
                                && found.getPrecision(i) > 0
                                && found.getScale(i) <= type.scale()
                                && found.getPrecision(i) - found.getScale(i) <= type.precision() - type.scale());
            case BOOLEAN -> sqlType == Types.BOOLEAN || sqlType == Types.BIT;
            case DATE -> sqlType == Types.DATE;
            case TIMESTAMP -> isInstant(sqlType, found.getColumnTypeName(i));
            case BYTES ->
                switch (sqlType) {
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
                    default -> false;
                };
            case DOUBLE -> sqlType == Types.DOUBLE || sqlType == Types.FLOAT;
        };
    }

    private static boolean isInteger(int sqlType) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            default -> false;
        };
    }

    private static boolean isDecimal(int sqlType) {
        return sqlType == Types.NUMERIC || sqlType == Types.DECIMAL;
    }

    /** Local times need a zone, which the query says. */
    private static boolean isInstant(int sqlType, String name) {
        return sqlType == Types.TIMESTAMP_WITH_TIMEZONE
                || ((sqlType == Types.TIMESTAMP || sqlType > 2000 || sqlType < -1000)
                        && name.toLowerCase(Locale.ROOT).matches("timestamp_?l?tz"));
    }
}
