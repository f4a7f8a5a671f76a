package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.lake.DuckDbDialect;
import dev.scd2.snowflake.SnowflakeDialect;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.join.JoinDialect;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The databases that can be the warehouse, and what SQL cannot say in one way for all of them. Whatever is not here is
 * written once, so that each takes it. Immutable.
 */
public enum WarehouseKind {
    /** One file on this machine. */
    DUCKDB(DuckDbDialect.INSTANCE, JoinDialect.DUCKDB) {
        @Override
        String image(List<OltpColumn> columns, String json) {
            String structure = columns.stream()
                    .map(column -> '"' + column.name() + "\":\"" + jsonType(column.type()) + '"')
                    .collect(Collectors.joining(",", "{", "}"));
            return "json_transform(" + json + ", '" + structure + "')";
        }

        private static String jsonType(OltpColumn.Type type) {
            return switch (type) {
                case TEXT, DECIMAL, TIMESTAMP -> "VARCHAR";
                case INTEGER, DATE -> "BIGINT";
                case BOOLEAN -> "BOOLEAN";
            };
        }

        @Override
        String typed(OltpColumn column) {
            String cell = "image.\"" + column.name() + '"';
            return switch (column.type()) {
                case TEXT, BOOLEAN, INTEGER -> cell;
                case DECIMAL -> cell + "::decimal(18,4)";
                case DATE -> "date '1970-01-01' + " + cell + "::integer";
                case TIMESTAMP -> cell + "::timestamptz";
            };
        }

        @Override
        String startOfDay(String date) {
            return date + "::timestamp at time zone 'UTC'";
        }

        @Override
        String endOfDay(String date) {
            return "(" + date + " + 1)::timestamp at time zone 'UTC' - interval 1 microsecond";
        }
    },
    /** A database of a Snowflake account, or of what stands in for one. */
    SNOWFLAKE(SnowflakeDialect.INSTANCE, JoinDialect.SNOWFLAKE) {
        @Override
        String image(List<OltpColumn> columns, String json) {
            return "parse_json(" + json + ")";
        }

        /** The offset of a time is written out: a Z at its end is not in the formats that the documentation lists. */
        @Override
        String typed(OltpColumn column) {
            String cell = "image:\"" + column.name() + '"';
            return switch (column.type()) {
                case TEXT -> cell + "::varchar";
                case BOOLEAN -> cell + "::boolean";
                case INTEGER -> cell + "::number(19, 0)";
                case DECIMAL -> cell + "::varchar::number(18, 4)";
                case DATE -> "dateadd(day, " + cell + "::integer, '1970-01-01'::date)::date";
                case TIMESTAMP -> "replace(" + cell + "::varchar, 'Z', '+00:00')::timestamp_ltz(6)";
            };
        }

        @Override
        String startOfDay(String date) {
            return midnight(date) + "::timestamp_ltz(6)";
        }

        @Override
        String endOfDay(String date) {
            return "dateadd(microsecond, -1, dateadd(day, 1, " + midnight(date) + "))::timestamp_ltz(6)";
        }

        private static String midnight(String date) {
            return "timestamp_tz_from_parts(year(" + date + "), month(" + date + "), day(" + date
                    + "), 0, 0, 0, 0, 'UTC')";
        }
    };

    private final Dialect dialect;
    private final JoinDialect joins;

    WarehouseKind(Dialect dialect, JoinDialect joins) {
        this.dialect = dialect;
        this.joins = joins;
    }

    /** Returns how stores and raw tables are written here. */
    Dialect dialect() {
        return dialect;
    }

    JoinDialect joins() {
        return joins;
    }

    /** Returns a row of the source, whose text is {@code json}, as what {@link #typed} calls {@code image}. */
    abstract String image(List<OltpColumn> columns, String json);

    /** Returns a column of {@code image}, with its type. */
    abstract String typed(OltpColumn column);

    /** Returns the first instant of a day, UTC. */
    abstract String startOfDay(String date);

    /** Returns the last microsecond of a day, UTC. */
    abstract String endOfDay(String date);
}
