package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Fuse;
import dev.scd2.tck.KilledWriterContract;

class SnowflakeKilledWriterTest extends KilledWriterContract {
    @Override
    protected String place(int number) {
        return TestSnowflake.login() + " killed_" + number;
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension, Fuse fuse) {
        String[] parts = place.split(" ");
        TestSnowflake.endLostSessions();
        return SnowflakeStore.open(
                fuse.wire(TestSnowflake.freshSessions(parts[0])),
                dimension,
                StoreOptions.standard().withSchema(parts[1]));
    }

    /** The writer, which has sessions of its own. */
    public static void main(String... arguments) throws Exception {
        new SnowflakeKilledWriterTest().write(arguments);
    }
}
