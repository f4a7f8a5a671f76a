package dev.scd2.sql.extract;

import dev.scd2.sql.cases.SourceDatabase;
import dev.scd2.sql.cases.WatermarkContract;

/** The contract on H2, read as if it were SQL Server. */
class SqlServerModeWatermarkTest extends WatermarkContract {
    @Override
    protected SourceDatabase database() {
        return TestH2.sqlServer();
    }

    /** H2 does not know that a bracket is quoted by another one. */
    @Override
    protected String bracket() {
        return "";
    }
}
