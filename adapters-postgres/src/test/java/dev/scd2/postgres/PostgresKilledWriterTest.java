package dev.scd2.postgres;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Fuse;
import dev.scd2.tck.KilledWriterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresKilledWriterTest extends KilledWriterContract {
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.in(directory).start();
        Dimension any = Dimension.named("any").key("id", ColumnType.LONG).build();
        // The first store of a database makes the extension that its constraints need; all later ones find it there.
        PostgresStore.open(postgres.dataSource(), any).close();
    }

    @AfterAll
    static void stop() {
        postgres.close();
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
