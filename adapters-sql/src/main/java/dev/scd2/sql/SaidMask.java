package dev.scd2.sql;

import dev.scd2.dimension.Row;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of a row are said, as text: for each cell {@code 1} if it is said, {@code 0} if not, {@code e} if it was
 * erased; null when all are plainly said. The tokens of erased cells are beside it, hexadecimal, in the order of the
 * cells, with blanks between them. Stateless.
 */
final class SaidMask {
    private SaidMask() {}

    /** Returns the mask of {@code row}. */
    static @Nullable String of(Row row) {
        StringBuilder mask = new StringBuilder(row.width());
        boolean plain = true;
        for (int i = 0; i < row.width(); i++) {
            char letter = !row.isSaid(i) ? '0' : row.erasedToken(i).isPresent() ? 'e' : '1';
            plain &= letter == '1';
            mask.append(letter);
        }
        return plain ? null : mask.toString();
    }

    /** Returns the tokens of the erased cells; null when there are none. */
    static @Nullable String tokens(Row row) {
        StringBuilder tokens = new StringBuilder();
        for (int i = 0; i < row.width(); i++) {
            OptionalLong token = row.erasedToken(i);
            if (token.isPresent()) {
                tokens.append(tokens.isEmpty() ? "" : " ").append(Long.toHexString(token.getAsLong()));
            }
        }
        return tokens.isEmpty() ? null : tokens.toString();
    }

    /** Returns the row of these values, some of them unsaid or erased. */
    static Row row(@Nullable Object[] values, @Nullable String mask, @Nullable String tokens) {
        if (mask == null) {
            return Row.of(values);
        }
        String[] erased = tokens == null ? new String[0] : tokens.split(" ", -1);
        Object[] cells = values.clone();
        int next = 0;
        for (int i = 0; i < cells.length; i++) {
            switch (mask.charAt(i)) {
                case '0' -> cells[i] = Row.unsaid();
                case 'e' -> cells[i] = Row.erased(Long.parseUnsignedLong(erased[next++], 16));
                default -> {}
            }
        }
        return Row.of(cells);
    }
}
