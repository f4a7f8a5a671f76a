package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.util.List;
import java.util.function.UnaryOperator;
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

    /** Makes {@code staging.<entity>} of every entity anew from the raw tables. */
    public void rebuild(List<OltpTable> entities) {
        warehouse.define(definitions(warehouse.kind(), entities));
    }

    static List<String> definitions(WarehouseKind kind, List<OltpTable> entities) {
        return entities.stream().map(table -> ddl(kind, table)).toList();
    }

    private static String ddl(WarehouseKind kind, OltpTable table) {
        UnaryOperator<String> quoted = kind.dialect()::quote;
        String name = quoted.apply(table.tableName());
        String columns = table.columns().stream()
                .map(column -> kind.typed(column) + " as " + quoted.apply(column.name()))
                .collect(Collectors.joining(", "));
        return "create or replace table staging." + name + " as select " + columns
                + ", lsn, total_order from (select " + kind.image(table.columns(), "after")
                + " as image, op, lsn, total_order"
                + " from raw." + name + " where problem is null"
                + " qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1)"
                + " where op <> 'd'";
    }
}
