package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Adoption;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A history in a PostgreSQL database.
 *
 * <p>Batches go in through COPY. Writers of one dimension wait for each other, in this process and in others; readers see
 * what was committed when they began. A batch costs the changes in it and what is held of the keys they touch.
 *
 * <p>Takes one connection for each transaction and each reading, and gives it back afterwards.
 */
public final class PostgresStore extends SqlStore {
    private final Function<Dimension, PostgresStore> reopening;

    private PostgresStore(Dimension dimension, StoreOptions options, DataSource database) {
        super(dimension, options, PostgresDialect.INSTANCE, database::getConnection);
        reopening = wider -> new PostgresStore(wider, options, database);
    }

    private PostgresStore(Dimension dimension, StoreOptions options, Connection joined) {
        super(dimension, options, PostgresDialect.INSTANCE, joined);
        reopening = wider -> new PostgresStore(wider, options, joined);
    }

    /**
     * Opens the history of {@code dimension} in the schema {@code public}, creating its tables if they are missing.
     *
     * @throws dev.scd2.error.StoreException if the database cannot be reached or refuses
     * @throws dev.scd2.error.InvalidChangeException if it holds the dimension with other columns or types
     */
    public static PostgresStore open(DataSource database, Dimension dimension) {
        return open(database, dimension, StoreOptions.standard());
    }

    /** Opens like {@link #open(DataSource, Dimension)}, with options. */
    public static PostgresStore open(DataSource database, Dimension dimension, StoreOptions options) {
        return new PostgresStore(dimension, options, database);
    }

    /** Returns the adoption of a table of {@code database}. */
    public static Adoption adopting(DataSource database, Dimension dimension, StoreOptions options) {
        return Adoption.of(dimension, options, PostgresDialect.INSTANCE, database::getConnection);
    }

    /**
     * Opens the history of {@code dimension} within the transaction of {@code connection}: what is written becomes durable
     * when the caller commits, and not before. The store never commits, rolls back or closes the connection. After a
     * failure the transaction can only be rolled back.
     */
    public static PostgresStore joining(Connection connection, Dimension dimension) {
        return joining(connection, dimension, StoreOptions.standard());
    }

    /** Opens like {@link #joining(Connection, Dimension)}, with options. */
    public static PostgresStore joining(Connection connection, Dimension dimension, StoreOptions options) {
        return new PostgresStore(dimension, options, connection);
    }

    @Override
    protected DimensionStore reopened(Dimension wider) {
        return reopening.apply(wider);
    }
}
