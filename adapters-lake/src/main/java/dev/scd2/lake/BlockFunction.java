package dev.scd2.lake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * A function of SQL that returns the rows of a {@link Block}, named by a number while it is offered. It lives as long as
 * the database is open and is not stored in it. Thread-safe; DuckDB calls it on threads of its own.
 */
final class BlockFunction implements DuckDBTableFunction<Block, AtomicInteger, Object> {
    /** Of this class alone: another class loader in the process has a function of its own. */
    static final String NAME = "scd2_rows_" + UUID.randomUUID().toString().replace("-", "");

    private static final Map<Long, Block> OFFERED = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    /** The connections whose transactions all began after the function was registered. */
    private static final Set<Connection> KNOWING =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    /** The connections that were duplicated, so to whose database the function was made known. */
    private static final Set<Connection> SOURCES = Collections.newSetFromMap(new WeakHashMap<>());

    /**
     * Returns a new connection to the database of {@code source}, which knows the function. Only such ones are sure to: in a
     * transaction that began earlier its name is an error, and an error ends the transaction.
     */
    static synchronized DuckDBConnection duplicate(DuckDBConnection source) throws SQLException {
        DuckDBConnection connection = source.duplicate();
        try {
            if (!SOURCES.contains(source)) {
                register(connection);
                SOURCES.add(source);
            }
            KNOWING.add(connection);
            return connection;
        } catch (SQLException failure) {
            try (connection) {
                throw failure;
            }
        }
    }

    static boolean isKnown(Connection connection) throws SQLException {
        return KNOWING.contains(connection.unwrap(DuckDBConnection.class));
    }

    private static void register(Connection connection) throws SQLException {
        try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            function.withName(NAME)
                    .withParameter(DuckDBColumnType.BIGINT)
                    .withFunction(new BlockFunction())
                    .register(connection);
        }
    }

    static long offer(Block block) {
        long number = NUMBER.incrementAndGet();
        OFFERED.put(number, block);
        return number;
    }

    static void withdraw(long number) {
        OFFERED.remove(number);
    }

    @Override
    public Block bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        Block block = OFFERED.get(info.getParameter(0).getLong());
        if (block == null) {
            throw new IllegalArgumentException("No rows are offered by this number.");
        }
        block.describe(info);
        return block;
    }

    /** Returns the place of the next row that nobody has taken. */
    @Override
    public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(Runtime.getRuntime().availableProcessors());
        return new AtomicInteger();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter target) {
        Block block = info.getBindData();
        AtomicInteger next = info.getInitData();
        int size = (int) target.capacity();
        return block.write(next.getAndAdd(size), size, target);
    }
}
