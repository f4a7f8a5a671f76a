package dev.scd2.postgres;

import dev.scd2.sql.cases.ChangeLogContract;
import dev.scd2.sql.cases.SourceDatabase;
import dev.scd2.sql.extract.SourceDialect;

/** The contract on PostgreSQL. */
class PostgresExtractChangeLogTest extends ChangeLogContract {
    private static final SourceDatabase DATABASE = new SourceDatabase(
            TestPostgres.database().dataSource()::getConnection,
            SourceDialect.POSTGRES,
            "text",
            "bigint",
            "timestamptz",
            "timestamp");

    @Override
    protected SourceDatabase database() {
        return DATABASE;
    }
}
