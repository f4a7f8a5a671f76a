package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConcurrentWritersContract;

class SnowflakeConcurrentWritersTest extends ConcurrentWritersContract {
    @Override
    protected String place(int number) {
        return TestSnowflake.login() + " writers_" + number;
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension) {
        String[] parts = place.split(" ");
        return SnowflakeStore.open(
                TestSnowflake.sessions(parts[0]),
                dimension,
                StoreOptions.standard().withSchema(parts[1]));
    }

    @Override
    protected boolean isForProcesses() {
        return true;
    }

    /** The writer, which has sessions of its own. */
    public static void main(String... arguments) throws Exception {
        new SnowflakeConcurrentWritersTest().write(arguments);
    }
}
