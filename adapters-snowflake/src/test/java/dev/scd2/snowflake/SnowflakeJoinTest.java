package dev.scd2.snowflake;

import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.tck.JoinContract;
import dev.scd2.tck.cases.Joiner;

class SnowflakeJoinTest extends JoinContract {
    @Override
    protected Joiner joiner() {
        return sqlJoiner().withMembersBeside();
    }

    static SqlJoiner sqlJoiner() {
        return SqlJoiner.on(
                () -> TestSnowflake.sessions().getConnection(), SnowflakeDialect.INSTANCE, JoinDialect.SNOWFLAKE);
    }

    /** Each loads its tables over HTTP. */
    @Override
    protected int joins() {
        return Integer.getInteger("scd2.joins", 20);
    }
}
