package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConcurrentWritersContract;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresConcurrentWritersTest extends ConcurrentWritersContract {
    /** Not begun with the class, which the processes load too. */
    private static TestPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.database();
    }

    @Override
    protected String place(int number) {
        return postgres.jdbcUrl() + " writers_" + number;
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension) {
        String[] parts = place.split(" ");
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(parts[0]);
        return PostgresStore.open(database, dimension, StoreOptions.standard().withSchema(parts[1]));
    }

    @Override
    protected boolean isForProcesses() {
        return true;
    }

    /** A writer. */
    public static void main(String... arguments) throws Exception {
        new PostgresConcurrentWritersTest().write(arguments);
    }
}
