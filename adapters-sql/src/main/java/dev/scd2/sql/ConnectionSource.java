package dev.scd2.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a store takes its connections from; each is closed after use. Thread-safe. */
@FunctionalInterface
public interface ConnectionSource {
    /** Returns a connection in auto-commit that nobody else uses. */
    Connection connect() throws SQLException;
}
