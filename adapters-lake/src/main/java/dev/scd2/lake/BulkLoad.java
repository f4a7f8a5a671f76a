package dev.scd2.lake;

import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads rows into a table, a block of them at a time: many through {@link BlockLoad}, few by the appender, and all of them
 * on a connection that may not know the function of blocks. Rows are made on the calling thread and between two statements,
 * so whoever makes them may read from the same connection. Confined to one thread.
 */
final class BulkLoad {
    /** As many as DuckDB keeps in a row group. */
    private static final int BLOCK = 122_880;
    /** Fewer are appended: a statement for them would have to be planned. */
    private static final int FEW = 500;

    private final Connection connection;
    private final TableName table;
    private final List<TableColumn> columns;

    BulkLoad(Connection connection, TableName table, List<TableColumn> columns) {
        this.connection = connection;
        this.table = table;
        this.columns = columns;
    }

    void run(Iterator<@Nullable Object[]> rows) throws SQLException {
        boolean inBlocks = BlockFunction.isKnown(connection);
        List<@Nullable Object[]> block = new ArrayList<>();
        while (rows.hasNext()) {
            block.clear();
            while (rows.hasNext() && block.size() < BLOCK) {
                block.add(rows.next());
            }
            if (inBlocks && block.size() > FEW) {
                new BlockLoad(connection, table, columns).run(block);
            } else {
                new AppenderLoad(connection, table, columns).run(block);
            }
        }
    }
}
