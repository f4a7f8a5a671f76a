package dev.scd2.sql.rekey;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Temporary tables that are dropped together. Confined to one thread. */
final class Scratches implements AutoCloseable {
    private final List<Scratch> tables = new ArrayList<>();

    void add(Scratch table) {
        tables.add(table);
    }

    /** Returns the table that was added as number {@code i}, from 0. */
    Scratch get(int i) {
        return tables.get(i);
    }

    /** Returns the qualified name of the table that was added as number {@code i}, from 0. */
    String table(int i) {
        return tables.get(i).table();
    }

    int size() {
        return tables.size();
    }

    @Override
    public void close() throws SQLException {
        for (Scratch table : tables) {
            table.close();
        }
    }
}
