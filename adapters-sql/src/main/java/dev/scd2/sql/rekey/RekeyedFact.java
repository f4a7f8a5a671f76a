package dev.scd2.sql.rekey;

import dev.scd2.fact.Outcome;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact that was re-keyed, or would be. Immutable.
 *
 * @param fact what identifies it, in the order of the declaration; a part may be null
 * @param key the name of its {@link FactKey}
 * @param before the surrogate that it held; null where it held none
 * @param after the surrogate that it gets; null where there is no version
 * @param outcome how the lookup ends now
 * @param effect what that means for the fact
 * @param changed the attributes that show another value, separated by commas; empty where none does or it is not known
 * @param loadId the load that rewrote the history; empty after a full comparison
 * @param cause where the changes of the key came from, as {@code source/partition@offset}; empty where that is not known
 * @param amounts in the order of the declaration; a null may be in it
 */
public record RekeyedFact(
        List<@Nullable Object> fact,
        String key,
        @Nullable Long before,
        @Nullable Long after,
        Outcome outcome,
        Effect effect,
        String changed,
        String loadId,
        String cause,
        List<@Nullable BigDecimal> amounts) {
    /** What re-keying means for a fact. */
    public enum Effect {
        /** There was no version for it, and there is one now. */
        GAINED,
        /** There was a version for it, and there is none now. */
        LOST,
        /** The version says other values. */
        OTHER_VALUES,
        /**
         * The version is another one that says the same, as far as that can be told: by the hash that the facts keep, or
         * by the columns that the restatement names. Where facts look up other columns than the natural key, and keep no
         * hash, another version is taken to say other values.
         */
        OTHER_VERSION,
        /** There is no version as before, for another reason. */
        OTHER_OUTCOME
    }
}
