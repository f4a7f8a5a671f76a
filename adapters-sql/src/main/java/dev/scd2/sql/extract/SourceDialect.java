package dev.scd2.sql.extract;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What one database does differently when it is read. The defaults are standard SQL.
 *
 * <p>Implementations are immutable and may be shared between threads.
 */
public interface SourceDialect {
    /** Standard SQL, as H2, Db2 and Oracle from 12 on understand it. */
    SourceDialect STANDARD = new SourceDialect() {};

    /** PostgreSQL. */
    SourceDialect POSTGRES = new PostgresSource();

    /** Microsoft SQL Server from 2016 on. */
    SourceDialect SQL_SERVER = new SqlServerSource();

    /** Returns {@code identifier} quoted, so that it means nothing but itself. */
    default String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /**
     * Returns a query for the first rows.
     *
     * @param columns the columns, quoted, with commas between them
     * @param rest all from {@code FROM} to the end of {@code ORDER BY}
     * @param atMost how many rows
     */
    default String first(String columns, String rest, int atMost) {
        return "SELECT " + columns + " " + rest + " FETCH FIRST " + atMost + " ROWS ONLY";
    }

    /**
     * Returns a parameter that is compared with a column as two values of that column are compared.
     *
     * @param typeName the type of the column, as the driver calls it
     */
    default String parameter(String typeName) {
        return "?";
    }

    /** Binds a value that was read from a column which it will be compared with; not null. */
    default void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        statement.setObject(index, value);
    }
}
