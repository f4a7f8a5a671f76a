package dev.scd2.engine.internal;

import java.util.List;
import java.util.function.Consumer;

/**
 * Those who see what happens and cannot make it fail. Immutable.
 *
 * @param all in the order in which they are told
 */
public record Listeners<T>(List<T> all) {
    /** Returns these listeners. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> Listeners<T> of(T... listeners) {
        return new Listeners<>(List.of(listeners));
    }

    /** Tells each; what one throws, also because its own library is not there, is discarded, and the next one is told. */
    public void tell(Consumer<T> event) {
        for (T listener : all) {
            try {
                event.accept(listener);
            } catch (RuntimeException | LinkageError discarded) {
                // A listener cannot fail a run, and there is nobody else to tell.
            }
        }
    }
}
