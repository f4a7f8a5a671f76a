package dev.scd2.postgres;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Fuse;
import dev.scd2.tck.KilledWriterContract;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresKilledWriterTest extends KilledWriterContract {
    /** Not begun with the class, which the processes load too. */
    private static TestPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = TestPostgres.database();
        Dimension any = Dimension.named("any").key("id", ColumnType.LONG).build();
        // The first store of a database makes the extension that its constraints need; all later ones find it there.
        PostgresStore.open(postgres.dataSource(), any).close();
    }

    @Override
    protected String place(int number) {
        return postgres.jdbcUrl() + " killed_" + number;
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension, Fuse fuse) {
        String[] parts = place.split(" ");
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(parts[0]);
        return PostgresStore.open(
                fuse.wire(database), dimension, StoreOptions.standard().withSchema(parts[1]));
    }

    /** The writer. */
    public static void main(String... arguments) throws Exception {
        new PostgresKilledWriterTest().write(arguments);
    }
}
