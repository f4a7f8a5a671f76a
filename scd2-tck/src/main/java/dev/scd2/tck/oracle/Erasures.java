package dev.scd2.tck.oracle;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an erasure makes of the statements with a smaller sequence. Immutable. */
final class Erasures {
    private static final long SEVERAL = 0;

    private final Dimension dimension;

    Erasures(Dimension dimension) {
        this.dimension = dimension;
    }

    /** Returns {@code statement}, of the key that {@code all} are about, as it is read. */
    Evidence read(Evidence statement, List<Evidence> all) {
        boolean erased = all.stream()
                .anyMatch(other -> other.kind() == Evidence.Kind.ERASURE
                        && statement.sequence().compareTo(other.sequence()) < 0);
        return erased ? statement.withRow(erased(statement.row(), all)) : statement;
    }

    private Row erased(Row row, List<Evidence> all) {
        Object[] cells = row.toArray();
        for (String column : dimension.personal()) {
            int i = dimension.attributeIndex(column).orElseThrow();
            if (row.isSaid(i)) {
                Object value = row.value(i);
                cells[i] = value == null ? null : Row.erased(token(value, i, all));
            }
        }
        return Row.of(cells);
    }

    /** Equal values of one column have one token: the number of the first statement that says it. */
    private static long token(Object value, int column, List<Evidence> all) {
        long number = 1;
        for (Evidence statement : all) {
            if (statement.row().isSaid(column) && value.equals(statement.row().value(column))) {
                return number;
            }
            number++;
        }
        throw new IllegalArgumentException("No statement says the value.");
    }

    /** Of rows at one place that show the same: an erased value before null, and of different ones just that they were several. */
    static Row join(Row a, Row b) {
        @Nullable Object[] cells = a.toArray();
        for (int i = 0; i < cells.length; i++) {
            boolean both = a.erasedToken(i).isPresent() && b.erasedToken(i).isPresent();
            if (both && !Objects.equals(cells[i], b.cell(i))) {
                cells[i] = Row.erased(SEVERAL);
            } else if (b.erasedToken(i).isPresent()) {
                cells[i] = b.cell(i);
            }
        }
        return Row.of(cells);
    }
}
