package dev.scd2.postgres.capture;

import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A column of a captured table, and which columns of a dimension can hold what Debezium makes of it. Dates, times and bytes
 * are numbers and base64 there, so they are no text.
 *
 * <p>Immutable.
 *
 * @param shown its type as people write it
 * @param type the name of its type, of the elements for an array, below any domain
 * @param digits of a numeric; -1 if none are declared
 * @param scale of a numeric
 */
record TableColumn(String shown, String type, boolean isArray, boolean isEnum, int digits, int scale) {
    private static final String QUERY = """
            with recursive typed as (
                select a.attname, format_type(a.atttypid, a.atttypmod) as shown, a.atttypid as type, a.atttypmod as modifier
                from pg_attribute a where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped
                union all
                select typed.attname, typed.shown, t.typbasetype, t.typtypmod
                from typed join pg_type t on t.oid = typed.type where t.typtype = 'd')
            select typed.attname, typed.shown, coalesce(e.typname, t.typname)::text, e.oid is not null,
                   coalesce(e.typtype, t.typtype) = 'e', typed.modifier
            from typed join pg_type t on t.oid = typed.type
            left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
            where t.typtype <> 'd'
            """;

    private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
    private static final Set<String> FLOATING = Set.of("float4", "float8");
    private static final Set<String> TEXT = Set.of(
            "text",
            "varchar",
            "bpchar",
            "citext",
            "uuid",
            "json",
            "jsonb",
            "xml",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "interval",
            "timestamptz",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange");
    private static final Set<String> IN_ARRAYS = Set.of("text", "varchar", "bpchar", "uuid", "bool", "numeric");

    /** Returns the columns of a table by name. */
    static Map<String, TableColumn> of(Connection connection, TableName table) throws SQLException {
        Map<String, TableColumn> columns = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.put(row.getString(1), of(row));
                }
            }
        }
        return columns;
    }

    private static TableColumn of(ResultSet row) throws SQLException {
        int modifier = row.getInt(6);
        boolean declared = row.getString(3).equals("numeric") && modifier >= 4;
        int digits = declared ? ((modifier - 4) >> 16) & 0xffff : -1;
        int scale = declared ? (((modifier - 4) & 0x7ff) ^ 0x400) - 0x400 : -1;
        return new TableColumn(row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5), digits, scale);
    }

    /** Returns whether values of this column are read as that type; one that is too great for it goes to quarantine. */
    boolean fits(ColumnType wanted) {
        if (isArray) {
            return wanted.kind() == ColumnType.Kind.TEXT
                    && (isEnum || WHOLE.contains(type) || FLOATING.contains(type) || IN_ARRAYS.contains(type));
        }
        boolean numeric = type.equals("numeric");
        return switch (wanted.kind()) {
            case TEXT ->
                isEnum
                        || numeric
                        || type.equals("bool")
                        || TEXT.contains(type)
                        || WHOLE.contains(type)
                        || FLOATING.contains(type);
            case LONG -> WHOLE.contains(type) || (numeric && digits > 0 && digits <= 18 && scale == 0);
            case DECIMAL -> WHOLE.contains(type) || (numeric && holds(wanted));
            case DOUBLE -> FLOATING.contains(type) || numeric || WHOLE.contains(type);
            case BOOLEAN -> type.equals("bool");
            case DATE -> type.equals("date");
            case TIMESTAMP -> type.equals("timestamp") || type.equals("timestamptz");
            case BYTES -> type.equals("bytea");
        };
    }

    /** A numeric that declares nothing may hold what fits not; such a value goes to quarantine. */
    private boolean holds(ColumnType decimal) {
        return digits < 0 || (scale <= decimal.scale() && digits - scale <= decimal.precision() - decimal.scale());
    }
}
