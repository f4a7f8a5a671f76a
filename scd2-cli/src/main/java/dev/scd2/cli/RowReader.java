package dev.scd2.cli;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one file as rows of the table. Immutable. */
final class RowReader {
    private final Declaration declaration;
    private final ColumnMapping mapping;
    private final Mode mode;

    RowReader(Declaration declaration, ColumnMapping mapping, Mode mode) {
        this.declaration = declaration;
        this.mapping = mapping;
        this.mode = mode;
    }

    /**
     * Returns the key and the kept columns of a row. A column that the row leaves out is unsaid in a change; in a snapshot,
     * which is complete, it is null if other rows have it.
     */
    Map<String, @Nullable Object> fields(@Nullable Object[] cells) {
        Map<String, @Nullable Object> fields = new HashMap<>(mapping.index().size() * 2);
        for (Column column : declaration.key()) {
            fields.put(column.name(), keyPart(cells, column));
        }
        for (Column column : declaration.attributes()) {
            Object cell = cell(cells, column.name());
            if (cell != Extract.ABSENT) {
                fields.put(column.name(), Cell.valueOf(cell, column.type()));
            } else if (mode == Mode.SNAPSHOT && mapping.index().containsKey(column.name())) {
                fields.put(column.name(), null);
            }
        }
        return fields;
    }

    private @Nullable Object keyPart(@Nullable Object[] cells, Column column) {
        Object cell = cell(cells, column.name());
        Object value = cell == Extract.ABSENT ? null : Cell.valueOf(cell, column.type());
        if (value instanceof String text) {
            String formed = declaration.reading().keyText(text);
            return formed.isEmpty() ? null : formed;
        }
        return value;
    }

    /** Returns the natural key of a row, null where it is not said. */
    List<@Nullable Object> key(@Nullable Object[] cells) {
        List<@Nullable Object> key = new ArrayList<>(declaration.key().size());
        for (Column column : declaration.key()) {
            key.add(keyPart(cells, column));
        }
        return key;
    }

    /** Returns from when on a row holds, or null if it does not say. */
    @Nullable
    Instant validFrom(@Nullable Object[] cells) {
        return FileTime.inCell(signal(cells, declaration.reading().validFrom()));
    }

    /** Returns the order in which a row was said, or null if it does not say. */
    @Nullable
    Sequence sequence(@Nullable Object[] cells) {
        Object cell = signal(cells, declaration.reading().sequence());
        if (cell instanceof Number || cell instanceof String) {
            try {
                return Sequence.parse(cell.toString().strip());
            } catch (NumberFormatException noNumber) {
                Instant instant = FileTime.inCell(cell);
                return instant == null ? null : FileTime.sequenceOf(instant);
            }
        }
        Instant instant = FileTime.inCell(cell);
        return instant == null ? null : FileTime.sequenceOf(instant);
    }

    /** Returns what a row says happened; null if it is no word that is known. */
    @Nullable
    Operation operation(@Nullable Object[] cells) {
        if (declaration.reading().operation() == null) {
            return Operation.UPSERT;
        }
        Object cell = signal(cells, declaration.reading().operation());
        return cell == null ? null : Operation.named(cell.toString());
    }

    private @Nullable Object signal(@Nullable Object[] cells, @Nullable String column) {
        if (column == null) {
            return null;
        }
        Object cell = cell(cells, column);
        return cell == Extract.ABSENT ? null : cell;
    }

    private @Nullable Object cell(@Nullable Object[] cells, String column) {
        Integer index = mapping.index().get(column);
        return index == null ? Extract.ABSENT : cells[index];
    }
}
