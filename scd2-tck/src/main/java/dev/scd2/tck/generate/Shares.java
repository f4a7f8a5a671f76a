package dev.scd2.tck.generate;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What random histories are made of, as shares of histories, so that nobody believes in a property that was never put to
 * the test. Confined to one thread.
 */
public final class Shares {
    private final Map<Trait, Integer> counts = new EnumMap<>(Trait.class);
    private int histories;

    /** Counts the traits of {@code history}, in its order of arrival. */
    public void count(History history) {
        histories++;
        Traits.of(history).forEach(trait -> counts.merge(trait, 1, Integer::sum));
    }

    /** Returns the share of histories with {@code trait}, 0 to 1. */
    public double of(Trait trait) {
        return histories == 0 ? 0 : counts.getOrDefault(trait, 0) / (double) histories;
    }

    /** Returns all shares in per cent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(histories + " histories");
        for (Trait trait : Trait.values()) {
            text.append(String.format(Locale.ROOT, ", %s %.0f %%", trait, 100 * of(trait)));
        }
        return text.toString();
    }
}
