package dev.scd2.snowflake;

import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.tck.cases.Joiner;

/** The contract with open ends that are null, and inferred members as rows of the versions. */
class SnowflakeNullEndsJoinTest extends SnowflakeJoinTest {
    @Override
    protected Joiner joiner() {
        return sqlJoiner().withOpenEnd(OpenEnd.NULL);
    }

    @Override
    protected int joins() {
        return Integer.getInteger("scd2.joins", 100);
    }
}
