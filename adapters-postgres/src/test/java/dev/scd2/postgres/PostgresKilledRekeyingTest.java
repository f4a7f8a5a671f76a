package dev.scd2.postgres;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.StoreException;
import dev.scd2.fact.MissingVersion;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.SqlKeyedFacts;
import dev.scd2.tck.Fuse;
import dev.scd2.tck.KeyedFacts;
import dev.scd2.tck.KilledRekeyingContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

class PostgresKilledRekeyingTest extends KilledRekeyingContract {
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
        return postgres.jdbcUrl() + " rekeyed_" + number;
    }

    @Override
    protected KeyedFacts open(String place, Dimension dimension, MissingVersion missing, Fuse fuse) {
        String[] parts = place.split(" ");
        StoreOptions options = StoreOptions.standard().withSchema(parts[1]);
        try {
            Connection connection = fuse.wire(DriverManager.getConnection(parts[0]));
            connection.setAutoCommit(false);
            return SqlKeyedFacts.of(
                    connection,
                    PostgresStore.joining(connection, dimension, options),
                    PostgresDialect.INSTANCE,
                    options,
                    missing);
        } catch (SQLException failure) {
            throw new StoreException("The database of the test could not be reached.", failure);
        }
    }

    /** The process that is killed. */
    public static void main(String... arguments) throws Exception {
        new PostgresKilledRekeyingTest().write(arguments);
    }
}
