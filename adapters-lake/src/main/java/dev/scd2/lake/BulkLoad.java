package dev.scd2.lake;

import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Loads rows into a table: many through {@link BlockLoad}, few by the appender, and all of them on a connection that may
 * not know the function of blocks.
 *
 * <p>While the database takes a block, the next is made: with two processors the one that makes rows need not wait for the
 * other. Rows are made on the calling thread alone. Whoever makes them may read from the same connection, which waits for
 * the block before. Confined to one thread.
 */
final class BulkLoad {
    /** Ten chunks of DuckDB; small enough that making the first one and taking the last is soon done. */
    private static final int BLOCK = 20_480;
    /** Fewer are appended sooner than a statement is planned. */
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
        List<@Nullable Object[]> block = next(rows);
        if (inBlocks && block.size() > FEW) {
            loadInBlocks(block, rows);
            return;
        }
        AppenderLoad appender = new AppenderLoad(connection, table, columns);
        for (; !block.isEmpty(); block = next(rows)) {
            appender.run(block);
        }
    }

    private void loadInBlocks(List<@Nullable Object[]> first, Iterator<@Nullable Object[]> rows) throws SQLException {
        BlockLoad load = new BlockLoad(connection, table, columns);
        List<@Nullable Object[]> block = first;
        while (rows.hasNext()) {
            List<@Nullable Object[]> full = block;
            CompletableFuture<@Nullable Void> loading = CompletableFuture.runAsync(() -> load.runUnchecked(full));
            try {
                block = next(rows);
            } catch (RuntimeException failure) {
                // The connection must be at rest before anybody rolls back.
                loading.handle((done, other) -> done).join();
                throw failure;
            }
            await(loading);
        }
        load.run(block);
    }

    private static void await(CompletableFuture<@Nullable Void> loading) throws SQLException {
        try {
            loading.join();
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof BlockLoad.Failure failed) {
                throw failed.reason();
            }
            throw failure;
        }
    }

    private static List<@Nullable Object[]> next(Iterator<@Nullable Object[]> rows) {
        List<@Nullable Object[]> block = new ArrayList<>();
        while (rows.hasNext() && block.size() < BLOCK) {
            block.add(rows.next());
        }
        return block;
    }
}
