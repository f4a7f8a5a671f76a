package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Typed staging tables: of each row of the source its last image, by the source's own order and not by arrival.
 *
 * <p>Confined to one thread.
 */
public final class StagingTables {
    private final Warehouse warehouse;

    /** Works in this warehouse. */
    public StagingTables(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** Makes {@code staging.<entity>} of every entity anew from the raw tables, all at once. */
    public void rebuild(List<OltpTable> entities) {
        warehouse.handle().useTransaction(transaction -> entities.forEach(table -> transaction.execute(ddl(table))));
    }

    static String ddl(OltpTable table) {
        String structure = table.columns().stream()
                .map(column -> '"' + column.name() + "\":\"" + jsonType(column.type()) + '"')
                .collect(Collectors.joining(",", "{", "}"));
        String columns = table.columns().stream()
                .map(column -> typed(column) + " as \"" + column.name() + '"')
                .collect(Collectors.joining(", "));
        return "create or replace table staging.\"" + table.tableName() + "\" as select " + columns
                + ", lsn, total_order from (select json_transform(after, '" + structure
                + "') as image, op, lsn, total_order"
                + " from raw.\"" + table.tableName() + "\" where problem is null"
                + " qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1)"
                + " where op <> 'd'";
    }

    private static String jsonType(OltpColumn.Type type) {
        return switch (type) {
            case TEXT, DECIMAL, TIMESTAMP -> "VARCHAR";
            case INTEGER, DATE -> "BIGINT";
            case BOOLEAN -> "BOOLEAN";
        };
    }

    private static String typed(OltpColumn column) {
        String cell = "image.\"" + column.name() + '"';
        return switch (column.type()) {
            case TEXT, BOOLEAN, INTEGER -> cell;
            case DECIMAL -> cell + "::decimal(18,4)";
            case DATE -> "date '1970-01-01' + " + cell + "::integer";
            case TIMESTAMP -> cell + "::timestamptz";
        };
    }
}
