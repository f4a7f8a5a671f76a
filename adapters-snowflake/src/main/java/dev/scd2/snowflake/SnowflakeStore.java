package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Retries;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A history in a Snowflake database.
 *
 * <p>The keys of a batch, and what is to be written, travel as one file each: put into the user's stage, copied into a
 * temporary table, and taken from there by one statement for each table that changes. So a batch takes twelve statements and
 * two files, and one statement more for each of quarantine, listings and audit where it has some, whatever its size.
 * Nothing is defined within the transaction, which that would commit.
 *
 * <p>Writers of one dimension wait for each other, in this process and in others, by the lock on the row of the dimension;
 * they fail with {@link dev.scd2.error.ConcurrentCommitException} when they have waited for the session's {@code
 * LOCK_TIMEOUT}. Readers see what was committed when their statement began.
 *
 * <p>When the answer to a COMMIT is lost, what became of the batch is looked up before anything else is done: a batch that
 * was committed is one, and its result is told. What cannot be done twice (to open, to begin, to read, to look up) is tried
 * again, four times with growing pauses unless said, when a session or the line to Snowflake was lost.
 *
 * <p>Takes one session for each transaction and each reading, and gives it back afterwards. To log in takes longer than most
 * statements, so the sessions should come from a pool around {@link SnowflakeSessions}. Each statement of a batch has a
 * {@code QUERY_TAG} with the dimension, an id of the batch and, from when it is written, its load id.
 */
public final class SnowflakeStore extends SqlStore {
    private static final Retries RETRIES = Retries.of(4, Duration.ofSeconds(1));

    private final Function<Dimension, SnowflakeStore> reopening;

    private SnowflakeStore(Dimension dimension, StoreOptions options, DataSource sessions, Retries retries) {
        super(dimension, options, SnowflakeDialect.INSTANCE, sessions::getConnection, retries);
        reopening = wider -> new SnowflakeStore(wider, options, sessions, retries);
    }

    /**
     * Opens the history of {@code dimension} in the schema {@code PUBLIC}, creating its tables if they are missing.
     *
     * @param sessions of a database, in auto-commit, with a schema in which temporary tables are made, and a warehouse
     * @throws dev.scd2.error.StoreException if Snowflake cannot be reached or refuses
     * @throws dev.scd2.error.InvalidChangeException if it holds the dimension with other columns or types
     */
    public static SnowflakeStore open(DataSource sessions, Dimension dimension) {
        return open(sessions, dimension, StoreOptions.standard());
    }

    /** Opens like {@link #open(DataSource, Dimension)}, with options. */
    public static SnowflakeStore open(DataSource sessions, Dimension dimension, StoreOptions options) {
        return open(sessions, dimension, options, RETRIES);
    }

    /** Opens like {@link #open(DataSource, Dimension)}, with options and other retries. */
    public static SnowflakeStore open(DataSource sessions, Dimension dimension, StoreOptions options, Retries retries) {
        return new SnowflakeStore(dimension, options, sessions, retries);
    }

    @Override
    protected DimensionStore reopened(Dimension wider) {
        return reopening.apply(wider);
    }
}
