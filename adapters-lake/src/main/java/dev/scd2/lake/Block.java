package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.TableColumn;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are handed to DuckDB by column. A timestamp goes as a whole number and bytes as hexadecimal text, which the
 * query makes what they are. May be read by several threads once it was made, as long as nobody changes the rows.
 */
final class Block {
    private final List<TableColumn> columns;
    private final List<@Nullable Object[]> rows;
    /** The places of the columns that are handed over; the cells of each other are all the same. */
    private final int[] handed;

    Block(List<TableColumn> columns, List<@Nullable Object[]> rows) {
        this.columns = columns;
        this.rows = rows;
        List<Integer> varying = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!isBound(i)) {
                varying.add(i);
            }
        }
        if (varying.isEmpty()) {
            varying.add(0);
        }
        this.handed = varying.stream().mapToInt(place -> place).toArray();
    }

    private boolean isBound(int column) {
        Object first = rows.get(0)[column];
        ColumnType.Kind kind = columns.get(column).type().kind();
        boolean isBindable = first == null
                || switch (kind) {
                    case TEXT, LONG, BOOLEAN, TIMESTAMP -> true;
                    case DECIMAL, DOUBLE, DATE, BYTES -> false;
                };
        if (!isBindable) {
            return false;
        }
        for (Object[] row : rows) {
            if (!Objects.equals(row[column], first)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the expressions of all columns, in their order, over what the function returns. */
    String selected() {
        String[] terms = new String[columns.size()];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = rows.get(0)[i] == null ? "NULL" : made("CAST(? AS " + type(i).name() + ")", i);
        }
        for (int place = 0; place < handed.length; place++) {
            terms[handed[place]] = made("c" + place, handed[place]);
        }
        return String.join(", ", terms);
    }

    private String made(String handed, int column) {
        return switch (columns.get(column).type().kind()) {
            case TIMESTAMP -> "make_timestamptz(" + handed + ")";
            case BYTES -> "from_hex(" + handed + ")";
            default -> handed;
        };
    }

    /** Binds the parameters of {@link #selected}. */
    void bind(PreparedStatement statement) throws SQLException {
        int parameter = 1;
        int next = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (next < handed.length && handed[next] == i) {
                next++;
                continue;
            }
            Object cell = rows.get(0)[i];
            if (cell != null) {
                statement.setObject(parameter++, cell instanceof Instant instant ? Instants.toMicros(instant) : cell);
            }
        }
    }

    void describe(DuckDBTableFunctionBindInfo info) throws SQLException {
        for (int place = 0; place < handed.length; place++) {
            ColumnType type = columns.get(handed[place]).type();
            if (type.kind() == ColumnType.Kind.DECIMAL) {
                try (DuckDBLogicalType decimal = DuckDBLogicalType.decimal(type.precision(), type.scale())) {
                    info.addResultColumn("c" + place, decimal);
                }
            } else {
                info.addResultColumn("c" + place, type(handed[place]));
            }
        }
        info.setCardinality(rows.size(), true);
    }

    private DuckDBColumnType type(int column) {
        return switch (columns.get(column).type().kind()) {
            case TEXT, BYTES -> DuckDBColumnType.VARCHAR;
            case LONG, TIMESTAMP -> DuckDBColumnType.BIGINT;
            case DECIMAL -> DuckDBColumnType.DECIMAL;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case DATE -> DuckDBColumnType.DATE;
        };
    }

    /** Writes at most {@code size} rows from {@code from} on; returns how many. */
    int write(int from, int size, DuckDBDataChunkWriter target) {
        int count = Math.max(0, Math.min(size, rows.size() - from));
        if (count == 0) {
            return 0;
        }
        @Nullable String[] texts = new @Nullable String[count];
        for (int place = 0; place < handed.length; place++) {
            DuckDBWritableVector vector = target.vector(place);
            int column = handed[place];
            switch (columns.get(column).type().kind()) {
                case TEXT, BYTES -> {
                    for (int i = 0; i < count; i++) {
                        Object cell = rows.get(from + i)[column];
                        texts[i] = cell == null ? null : cell.toString();
                    }
                    vector.setStrings(0, texts);
                }
                default -> write(from, count, column, vector);
            }
        }
        return count;
    }

    private void write(int from, int count, int column, DuckDBWritableVector vector) {
        for (int i = 0; i < count; i++) {
            Object cell = rows.get(from + i)[column];
            if (cell == null) {
                vector.setNull(i);
            } else if (cell instanceof Long number) {
                vector.setLong(i, number);
            } else if (cell instanceof Boolean truth) {
                vector.setBoolean(i, truth);
            } else if (cell instanceof BigDecimal decimal) {
                vector.setBigDecimal(i, decimal);
            } else if (cell instanceof Double number) {
                vector.setDouble(i, number);
            } else if (cell instanceof LocalDate date) {
                vector.setDate(i, date);
            } else if (cell instanceof Instant instant) {
                vector.setLong(i, Instants.toMicros(instant));
            } else {
                throw new IllegalArgumentException(
                        "Not a canonical value: " + cell.getClass().getName());
            }
        }
    }
}
