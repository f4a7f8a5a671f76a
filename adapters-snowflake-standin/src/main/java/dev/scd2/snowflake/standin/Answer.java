package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement answers: columns and rows, which are read once. {@code file} says what the driver is to do with files,
 * for PUT and GET; they have no rows.
 */
record Answer(
        Kind kind,
        List<Column> columns,
        Rows rows,
        int parameters,
        @Nullable Transfer transfer) implements AutoCloseable {

    /** Rows, one after the other, each value in the text that the driver reads. */
    interface Rows extends AutoCloseable {
        boolean next();

        @Nullable
        String value(int column);

        @Override
        default void close() {}
    }

    static final Rows NO_ROWS = new Held(List.of());

    static Answer of(Kind kind, List<Column> columns, List<? extends List<@Nullable String>> rows) {
        return new Answer(kind, columns, new Held(rows), 0, null);
    }

    static Answer status(Kind kind, String message) {
        return of(kind, List.of(Column.text("status")), List.of(List.of(message)));
    }

    static Answer counts(Kind kind, List<String> names, long... counts) {
        List<@Nullable String> row = new ArrayList<>();
        Arrays.stream(counts).forEach(count -> row.add(Long.toString(count)));
        return of(kind, names.stream().map(Column::number).toList(), List.of(row));
    }

    static Answer transfer(Kind kind, Transfer transfer) {
        return new Answer(kind, List.of(), new Held(List.of()), 0, transfer);
    }

    Answer withParameters(int count) {
        return new Answer(kind, columns, rows, count, transfer);
    }

    /** Returns the answer to be read once more, or null if its rows are not held. */
    @Nullable
    Answer again() {
        return rows instanceof Held held ? new Answer(kind, columns, new Held(held.rows), parameters, transfer) : null;
    }

    @Override
    public void close() {
        rows.close();
    }

    private static final class Held implements Rows {
        private final List<? extends List<@Nullable String>> rows;
        private int at = -1;

        private Held(List<? extends List<@Nullable String>> rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            return ++at < rows.size();
        }

        @Override
        public @Nullable String value(int column) {
            return rows.get(at).get(column);
        }
    }
}
