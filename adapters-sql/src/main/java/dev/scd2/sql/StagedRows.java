package dev.scd2.sql;

import java.sql.SQLException;

/** Rows that statements see as a table until it is closed. */
interface StagedRows extends AutoCloseable {
    /** Returns what stands for the table in a statement. */
    String table();

    @Override
    void close() throws SQLException;
}
