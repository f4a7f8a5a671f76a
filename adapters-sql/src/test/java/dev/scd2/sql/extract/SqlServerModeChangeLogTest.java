package dev.scd2.sql.extract;

import dev.scd2.sql.cases.ChangeLogContract;
import dev.scd2.sql.cases.SourceDatabase;

/** The contract on H2, read as if it were SQL Server. */
class SqlServerModeChangeLogTest extends ChangeLogContract {
    @Override
    protected SourceDatabase database() {
        return TestH2.sqlServer();
    }
}
