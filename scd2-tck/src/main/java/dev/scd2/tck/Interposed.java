package dev.scd2.tck;

import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stores that do what another store does, but for one thing. Stateless. */
final class Interposed {
    /** What is answered for a method that returns nothing. */
    private static final Object DONE = new Object();

    private Interposed() {}

    /** Returns a store whose {@code scan} and {@code history} show what {@code edit} makes of what is held. */
    static DimensionStore showing(DimensionStore store, UnaryOperator<KeyHistory> edit) {
        return of(DimensionStore.class, store, (method, arguments) -> switch (method) {
            case "scan" -> {
                store.scan(history -> visitor(arguments[0]).accept(edit.apply(history)));
                yield DONE;
            }
            case "history" -> edit.apply(store.history((Key) arguments[0]));
            default -> null;
        });
    }

    /** Returns a store that does {@code before} between the writing of a batch and its commit. */
    static DimensionStore beforeCommit(DimensionStore store, Runnable before) {
        return transactions(
                store,
                transaction -> of(StoreTransaction.class, transaction, (method, arguments) -> {
                    if (method.equals("commit")) {
                        before.run();
                    }
                    return null;
                }));
    }

    /** Returns a store that tells {@code reader} of each history that a batch is shown. */
    static DimensionStore overheard(DimensionStore store, Consumer<KeyHistory> reader) {
        return transactions(
                store,
                transaction -> of(StoreTransaction.class, transaction, (method, arguments) -> {
                    if (!method.equals("read")) {
                        return null;
                    }
                    @SuppressWarnings("unchecked")
                    Map<Key, Long> touched = (Map<Key, Long>) arguments[0];
                    transaction.read(touched, history -> {
                        reader.accept(history);
                        visitor(arguments[1]).accept(history);
                    });
                    return DONE;
                }));
    }

    private static DimensionStore transactions(DimensionStore store, UnaryOperator<StoreTransaction> wrap) {
        return of(
                DimensionStore.class,
                store,
                (method, arguments) -> method.equals("begin") ? wrap.apply(store.begin()) : null);
    }

    /** Answers a call, or gives null to leave it to the store. */
    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T of(Class<T> type, T target, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Object answered = answer.to(method.getName(), given == null ? new Object[0] : given);
                    if (answered != null) {
                        return answered == DONE ? null : answered;
                    }
                    try {
                        return method.invoke(target, given);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    @SuppressWarnings("unchecked")
    private static Consumer<KeyHistory> visitor(Object argument) {
        return (Consumer<KeyHistory>) argument;
    }
}
