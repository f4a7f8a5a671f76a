package dev.scd2.sql.extract;

import dev.scd2.sql.cases.SourceDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in memory, as itself and as it imitates SQL Server. Stateless. */
final class TestH2 {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestH2() {}

    static SourceDatabase standard() {
        return database("", SourceDialect.STANDARD, "varchar(1000000)", "timestamp(9) with time zone", "timestamp(9)");
    }

    static SourceDatabase sqlServer() {
        return database(
                ";MODE=MSSQLServer", SourceDialect.SQL_SERVER, "nvarchar(1000000)", "datetimeoffset", "datetime2");
    }

    private static SourceDatabase database(
            String mode, SourceDialect dialect, String text, String instant, String local) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:extract" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1" + mode);
        return new SourceDatabase(source::getConnection, dialect, text, "bigint", instant, local);
    }
}
