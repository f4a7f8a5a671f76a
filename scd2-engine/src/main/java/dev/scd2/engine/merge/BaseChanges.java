package dev.scd2.engine.merge;

import dev.scd2.store.Evidence;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Observations, patches and deletes as the base below corrections. Confined to one thread; asked forward in time. */
final class BaseChanges implements CorrectedLaw.Base {
    private final List<Evidence> ordered;
    private int count;

    BaseChanges(List<Evidence> ordered) {
        this.ordered = ordered;
    }

    @Override
    public void boundaries(LongConsumer visitor) {
        ordered.forEach(statement -> visitor.accept(statement.validFrom()));
    }

    @Override
    public void moveTo(long t) {
        while (count < ordered.size() && ordered.get(count).validFrom() <= t) {
            count++;
        }
    }

    /** The greatest {@code (validFrom, sequence)} that speaks, not before the correction and with a greater sequence. */
    @Override
    public @Nullable Evidence decides(int cell, @Nullable Evidence correction) {
        for (int i = count - 1; i >= 0; i--) {
            Evidence statement = ordered.get(i);
            if (correction != null && statement.validFrom() < correction.validFrom()) {
                return null;
            }
            boolean speaks = cell == CorrectedLaw.EXISTENCE
                    || statement.kind() == Evidence.Kind.DELETE
                    || statement.row().isSaid(cell);
            if (speaks && (correction == null || statement.sequence().compareTo(correction.sequence()) > 0)) {
                return statement;
            }
        }
        return null;
    }
}
