package dev.scd2.snowflake;

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

class SnowflakeKilledRekeyingTest extends KilledRekeyingContract {
    @Override
    protected String place(int number) {
        return TestSnowflake.login() + " rekeyed_" + number;
    }

    @Override
    protected KeyedFacts open(String place, Dimension dimension, MissingVersion missing, Fuse fuse) {
        String[] parts = place.split(" ");
        StoreOptions options = StoreOptions.standard().withSchema(parts[1]);
        TestSnowflake.endLostSessions();
        try {
            Connection connection = fuse.wire(DriverManager.getConnection(parts[0]));
            connection.setAutoCommit(false);
            return SqlKeyedFacts.of(
                    connection,
                    SnowflakeStore.joining(connection, dimension, options),
                    SnowflakeDialect.INSTANCE,
                    options,
                    missing);
        } catch (SQLException failure) {
            throw new StoreException("The stand-in of the test could not be reached.", failure);
        }
    }

    /** The process that is killed. */
    public static void main(String... arguments) throws Exception {
        new SnowflakeKilledRekeyingTest().write(arguments);
    }
}
