package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.dimension.ColumnType;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.lake.RawTableSource;
import dev.scd2.sql.SqlStore;

/**
 * Applies what a raw table holds and its dimension has not seen yet. The dimension's own positions say which: they are
 * committed with the versions. Confined to one thread.
 */
final class DimensionLoad {
    private final Warehouse warehouse;
    private final PayerDimension dimension;

    DimensionLoad(Warehouse warehouse, PayerDimension dimension) {
        this.warehouse = warehouse;
        this.dimension = dimension;
    }

    IntakeResult run() {
        RawTableSource.Builder source = RawTableSource.of(
                        warehouse.connection(), dimension.source().tableName(), dimension.dimension())
                .dialect(warehouse.kind().dialect());
        dimension.beside().forEach(column -> source.column(column.name(), type(column)));
        try (SqlStore store = warehouse.store(dimension)) {
            return Intake.of(source.to(dimension.mapping()), History.of(store)).catchUp();
        }
    }

    private static ColumnType type(OltpColumn column) {
        return switch (column.type()) {
            case TEXT -> ColumnType.TEXT;
            case INTEGER -> ColumnType.LONG;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case DECIMAL -> ColumnType.decimal(18, 4);
            case DATE -> ColumnType.DATE;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
        };
    }
}
