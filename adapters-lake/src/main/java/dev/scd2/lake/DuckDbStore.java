package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.error.StoreException;
import dev.scd2.sql.Adoption;
import dev.scd2.sql.ConnectionSource;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A history in a DuckDB database.
 *
 * <p>One process at a time can have a DuckDB file open; in it any number of stores and threads can. Readers see what was
 * committed when they began. Many rows go in column by column, through a table function that the store makes known
 * to the database; few, and all of a store that {@linkplain #joining joins} a transaction, through the Appender, which
 * takes two to three times as long.
 *
 * <p>A batch costs its changes, plus a look through the natural key columns of versions and evidence, plus all columns of
 * each 2,048 rows in which a touched key lies: at ten million versions 130 ms for ten keys all over the table, and 1.6 s for ten
 * thousand (benchmarks/README.md).
 */
public final class DuckDbStore extends SqlStore {
    private static final Object OPENING = new Object();
    /**
     * How long the log grows before it is put into the file. The standard, 16 MiB, is less than one batch of 100,000
     * changes: each of them rewrote the last rows of every column, which was half of a load. This much is read again in
     * some seconds after a crash.
     */
    private static final String CHECKPOINT_THRESHOLD = "256MiB";

    private final Function<Dimension, DuckDbStore> reopening;
    /** What this store opened itself; another store has it after {@link #evolve}. */
    private @Nullable DuckDBConnection root;

    private DuckDbStore(
            Dimension dimension, StoreOptions options, DuckDBConnection source, @Nullable DuckDBConnection root) {
        super(dimension, options, DuckDbDialect.INSTANCE, duplicates(source));
        this.root = root;
        this.reopening = wider -> new DuckDbStore(wider, options, source, root);
    }

    private DuckDbStore(Dimension dimension, StoreOptions options, Connection joined) {
        super(dimension, options, DuckDbDialect.INSTANCE, joined);
        this.root = null;
        this.reopening = wider -> new DuckDbStore(wider, options, joined);
    }

    /**
     * Opens the history of {@code dimension} in a database file, which is created if it is missing.
     *
     * @throws StoreException if another process has the file open, or it cannot be read
     * @throws dev.scd2.error.InvalidChangeException if the file holds the dimension with other columns or types
     */
    public static DuckDbStore open(Path file, Dimension dimension) {
        return open(file, dimension, StoreOptions.standard());
    }

    /** Opens like {@link #open(Path, Dimension)}, with options. */
    public static DuckDbStore open(Path file, Dimension dimension, StoreOptions options) {
        synchronized (OPENING) {
            DuckDBConnection root = connect(file);
            try {
                return new DuckDbStore(dimension, options, root, root);
            } catch (RuntimeException failure) {
                close(root);
                throw failure;
            }
        }
    }

    /**
     * Opens the history of {@code dimension} in the database of {@code connection}, on connections of its own. The given
     * one is not used for anything but to make them, and must stay open as long as the store.
     */
    public static DuckDbStore on(Connection connection, Dimension dimension) {
        return on(connection, dimension, StoreOptions.standard());
    }

    /** Opens like {@link #on(Connection, Dimension)}, with options. */
    public static DuckDbStore on(Connection connection, Dimension dimension, StoreOptions options) {
        synchronized (OPENING) {
            return new DuckDbStore(dimension, options, unwrap(connection), null);
        }
    }

    /** Returns the adoption of a table in the database of {@code connection}, which is used as {@link #on} uses it. */
    public static Adoption adopting(Connection connection, Dimension dimension, StoreOptions options) {
        return Adoption.of(dimension, options, DuckDbDialect.INSTANCE, duplicates(unwrap(connection)));
    }

    /**
     * Opens the history of {@code dimension} within the transaction of {@code connection}: what is written becomes durable
     * when the caller commits, and not before. The store never commits, rolls back or closes the connection.
     */
    public static DuckDbStore joining(Connection connection, Dimension dimension) {
        return joining(connection, dimension, StoreOptions.standard());
    }

    /** Opens like {@link #joining(Connection, Dimension)}, with options. */
    public static DuckDbStore joining(Connection connection, Dimension dimension, StoreOptions options) {
        synchronized (OPENING) {
            return new DuckDbStore(dimension, options, connection);
        }
    }

    /**
     * Returns a connection to a database file, with UTC as its time zone, without extensions from the network, and with a
     * log that holds some batches.
     *
     * @throws StoreException if another process has the file open, or it cannot be read
     */
    public static DuckDBConnection connect(Path file) {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("checkpoint_threshold", CHECKPOINT_THRESHOLD);
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                throw new StoreException(
                        "The DuckDB file " + file + " cannot be made: there is no directory " + parent + ".", null);
            }
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings);
            return utc(unwrap(connection));
        } catch (SQLException failure) {
            String message = String.valueOf(failure.getMessage());
            if (message.contains("Could not set lock on file") || message.contains("being used by another process")) {
                throw new StoreException(
                        "The DuckDB file " + file + " is in use: another run is using it. "
                                + "Wait until that has ended, or choose another file.",
                        failure);
            }
            throw new StoreException(
                    "The DuckDB file " + file + " cannot be opened: "
                            + message.lines().findFirst().orElse(""),
                    failure);
        }
    }

    private static ConnectionSource duplicates(DuckDBConnection source) {
        return () -> utc(BlockFunction.duplicate(source));
    }

    private static DuckDBConnection utc(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            return connection;
        } catch (SQLException failure) {
            try (connection) {
                throw failure;
            }
        }
    }

    private static DuckDBConnection unwrap(Connection connection) {
        try {
            return connection.unwrap(DuckDBConnection.class);
        } catch (SQLException failure) {
            throw new IllegalArgumentException("The connection is not one to DuckDB.", failure);
        }
    }

    private static void close(DuckDBConnection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new StoreException("A connection to DuckDB could not be closed.", failure);
        }
    }

    @Override
    protected DimensionStore reopened(Dimension wider) {
        synchronized (OPENING) {
            DuckDbStore store = reopening.apply(wider);
            root = null;
            return store;
        }
    }

    @Override
    public void close() {
        if (root != null) {
            close(root);
        }
    }
}
