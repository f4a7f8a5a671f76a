package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In what the columns of files differ from those of the table that they are copied into. Immutable.
 *
 * @param table  the table, with its names quoted
 * @param columns  the columns that differ, those of the files first
 */
public record SchemaDrift(String table, List<ColumnDrift> columns) {
    /** Copies the columns. */
    public SchemaDrift {
        columns = List.copyOf(columns);
    }

    /** How a column differs. */
    public enum Kind {
        /** The files have it, the table does not. */
        ADDED,
        /** The table has it, the files do not. */
        MISSING,
        /** The files hold more than the table's column can, and the column can be widened where it is. */
        WIDENED,
        /** The files hold what the table's column cannot, and it cannot be widened into it. */
        REFUSED
    }

    /**
     * A column that differs.
     *
     * @param fileType  its type in the files; empty where they do not have it
     * @param tableType  its type in the table; empty where it does not have it
     */
    public record ColumnDrift(Kind kind, String name, String fileType, String tableType) {}

    /**
     * Compares columns, each with its type, by names as they are spelled.
     *
     * @param table  the table, with its names quoted
     */
    public static SchemaDrift between(String table, Map<String, String> files, Map<String, String> held) {
        List<ColumnDrift> columns = new ArrayList<>();
        files.forEach((name, type) -> {
            String there = held.get(name);
            if (there == null) {
                columns.add(new ColumnDrift(Kind.ADDED, name, type, ""));
            } else {
                ColumnWidth.of(type)
                        .in(ColumnWidth.of(there))
                        .ifPresent(kind -> columns.add(new ColumnDrift(kind, name, type, there)));
            }
        });
        held.forEach((name, type) -> {
            if (!files.containsKey(name)) {
                columns.add(new ColumnDrift(Kind.MISSING, name, "", type));
            }
        });
        return new SchemaDrift(table, columns);
    }

    /** Returns whether a person has to decide: a column was refused. */
    public boolean isRefused() {
        return columns.stream().anyMatch(column -> column.kind() == Kind.REFUSED);
    }

    /**
     * Returns the statements by which the table follows: added and wider columns. A missing one stays, and is NULL in what
     * comes.
     *
     * @throws IllegalStateException if a column is refused; it names each with both types
     */
    public Script script() {
        List<String> refused = columns.stream()
                .filter(column -> column.kind() == Kind.REFUSED)
                .map(column -> column.name() + " (" + column.tableType() + " in the table, " + column.fileType()
                        + " in the files)")
                .toList();
        if (!refused.isEmpty()) {
            throw new IllegalStateException("The table " + table + " cannot hold what the files have in "
                    + String.join(", ", refused) + ". Load them into a new table, or mend the files.");
        }
        List<Step> steps = new ArrayList<>();
        for (ColumnDrift column : columns) {
            step(column).ifPresent(steps::add);
        }
        return new Script(steps);
    }

    private Optional<Step> step(ColumnDrift column) {
        String name = quoted(column.name());
        return switch (column.kind()) {
            case ADDED ->
                Optional.of(new Step(
                        "The files have a new column, " + column.name() + ".",
                        "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + name + " " + column.fileType()));
            case WIDENED ->
                Optional.of(new Step(
                        "The files hold more in " + column.name() + " than the table can.",
                        "ALTER TABLE " + table + " ALTER COLUMN " + name + " SET DATA TYPE "
                                + ColumnWidth.of(column.tableType())
                                        .widened(ColumnWidth.of(column.fileType()))
                                        .sql()));
            default -> Optional.empty();
        };
    }

    /** Returns this with the columns by name. */
    SchemaDrift sorted() {
        return new SchemaDrift(
                table,
                columns.stream().sorted(Comparator.comparing(ColumnDrift::name)).toList());
    }
}
