package dev.scd2.lake;

import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads blocks of rows into a table by one {@code INSERT … SELECT} each, from a table function that hands DuckDB the cells
 * column by column. That takes some two fifths of the time of the appender, and any default of the table holds. What is the
 * same in all rows of a block is bound to the statement and not handed over row by row. Confined to one thread.
 */
final class BlockLoad {
    private final Connection connection;
    private final String beginning;
    private final List<TableColumn> columns;

    BlockLoad(Connection connection, TableName table, List<TableColumn> columns) {
        DuckDbDialect dialect = DuckDbDialect.INSTANCE;
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(dialect.quote(column.name())));
        this.connection = connection;
        this.columns = columns;
        this.beginning = "INSERT INTO " + dialect.qualified(table) + " (" + String.join(", ", names) + ") SELECT ";
    }

    /** Loads the rows, of which there is at least one. */
    void run(List<@Nullable Object[]> rows) throws SQLException {
        Block block = new Block(columns, rows);
        long number = BlockFunction.offer(block);
        try (PreparedStatement insert = connection.prepareStatement(
                beginning + block.selected() + " FROM " + BlockFunction.NAME + "(" + number + ")")) {
            block.bind(insert);
            insert.execute();
        } finally {
            BlockFunction.withdraw(number);
        }
    }
}
