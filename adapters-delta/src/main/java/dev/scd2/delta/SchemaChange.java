package dev.scd2.delta;

import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import java.util.List;

/** Which columns a table may get. Stateless. */
final class SchemaChange {
    private SchemaChange() {}

    /**
     * Returns whether the columns of a dimension differ from those of its table: more of them, or wider types.
     *
     * @throws InvalidChangeException if a column is gone, or does not hold the values of the table
     */
    static boolean toDimension(List<Field> table, List<Field> dimension) {
        boolean changed = table.size() != dimension.size();
        for (Field held : table) {
            Field declared = require(held, dimension);
            if (!DeltaTypes.holds(declared.type(), held.type())) {
                throw refusal("the column " + held.name() + " is " + held.type() + " there, and " + declared.type()
                        + " does not hold all of its values");
            }
            changed |= !declared.type().equals(held.type()) || declared.required() != held.required();
        }
        return changed;
    }

    /**
     * Checks that rows can go beside those of a table, whose files stay as they are.
     *
     * @throws InvalidChangeException if a column is gone or has another type
     */
    static void toRows(List<Field> table, List<Field> given) {
        for (Field held : table) {
            Field declared = require(held, given);
            if (!declared.type().equals(held.type())) {
                throw refusal("the column " + held.name() + " is " + held.type() + " there, and " + declared.type()
                        + " here");
            }
        }
    }

    private static Field require(Field held, List<Field> fields) {
        return fields.stream()
                .filter(field -> field.name().equals(held.name()))
                .findFirst()
                .orElseThrow(() -> refusal("the column " + held.name() + " of the table is missing here"));
    }

    private static InvalidChangeException refusal(String difference) {
        return new InvalidChangeException(
                Reason.TYPE_CHANGED,
                "The Delta table cannot take these columns: " + difference
                        + ". Columns can be added, and a dimension's can become wider; else choose another place.");
    }
}
