package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.error.StoreException;
import dev.scd2.fact.MissingVersion;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.SqlKeyedFacts;
import dev.scd2.tck.Fuse;
import dev.scd2.tck.KeyedFacts;
import dev.scd2.tck.KilledRekeyingContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class DuckDbKilledRekeyingTest extends KilledRekeyingContract {
    @TempDir
    Path directory;

    @Override
    protected String place(int number) {
        return directory.resolve(number + ".duckdb").toString();
    }

    @Override
    protected KeyedFacts open(String place, Dimension dimension, MissingVersion missing, Fuse fuse) {
        Connection connection = fuse.wire((Connection) DuckDbStore.connect(Path.of(place)));
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failure) {
            throw new StoreException("The file of the test could not be opened.", failure);
        }
        return SqlKeyedFacts.of(
                connection,
                DuckDbStore.joining(connection, dimension),
                DuckDbDialect.INSTANCE,
                StoreOptions.standard(),
                missing);
    }

    /** The process that is killed. */
    public static void main(String... arguments) throws Exception {
        new DuckDbKilledRekeyingTest().write(arguments);
    }
}
