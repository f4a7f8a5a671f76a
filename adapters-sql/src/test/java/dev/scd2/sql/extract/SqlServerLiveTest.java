package dev.scd2.sql.extract;

import dev.scd2.sql.cases.ChangeLogContract;
import dev.scd2.sql.cases.SnapshotExtractContract;
import dev.scd2.sql.cases.SourceDatabase;
import dev.scd2.sql.cases.WatermarkContract;
import java.sql.DriverManager;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contracts on a SQL Server at hand, an empty database of which a JDBC address with user and password is in the environment.
 * Its driver must be on the class path: {@code -Dmaven.test.additionalClasspath=mssql-jdbc.jar}.
 */
@EnabledIfEnvironmentVariable(named = "SCD2_SQLSERVER_URL", matches = ".+")
class SqlServerLiveTest {
    private static SourceDatabase server() {
        String url = System.getenv("SCD2_SQLSERVER_URL");
        return new SourceDatabase(
                () -> DriverManager.getConnection(url),
                SourceDialect.SQL_SERVER,
                "nvarchar(max)",
                "bigint",
                "datetimeoffset",
                "datetime2");
    }

    @Nested
    class Watermark extends WatermarkContract {
        @Override
        protected SourceDatabase database() {
            return server();
        }
    }

    @Nested
    class Snapshot extends SnapshotExtractContract {
        @Override
        protected SourceDatabase database() {
            return server();
        }
    }

    @Nested
    class ChangeLog extends ChangeLogContract {
        @Override
        protected SourceDatabase database() {
            return server();
        }
    }
}
