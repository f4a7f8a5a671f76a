package dev.scd2.engine.join;

import dev.scd2.dimension.Key;
import dev.scd2.fact.Outcome;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The as-of join of facts that flow past a dimension that changes: each fact comes out once, keyed by the version in force
 * at its time. One that comes before its version is held until the version comes, for a declared time.
 *
 * <pre>{@code
 * FactStream<Claim> claims = FactStream.of(Claim::memberKey, Claim::serviceMicros, Duration.ofHours(2));
 * claims.load(store);
 * claims.fact(claim, now).ifPresent(this::send);        // keyed at once, or held
 * claims.follow(result.plan()).forEach(this::send);     // a batch of the dimension was committed
 * claims.expire(now).forEach(this::send);               // held for two hours: their outcome says what was missing
 * }</pre>
 *
 * <p>What came out is not called back when the past changes: the restatements of a plan say which facts that concerns, see
 * {@link Restated}. The latest belief is asked. Nothing here reads a clock or writes anything; what is held is lost with
 * the process, so the caller commits the position of a fact when it has come out.
 *
 * <p>Takes a hash probe and time logarithmic in the versions of the key for each fact, and linear in the facts held of the
 * touched keys for each plan. Confined to one thread.
 *
 * @param <F> the facts
 */
public final class FactStream<F> {
    private final Function<F, @Nullable Key> key;
    private final ToLongFunction<F> time;
    private final long holdMicros;
    private final LiveVersions versions = new LiveVersions();
    private final Map<Key, Deque<Held<F>>> waiting = new HashMap<>();
    private final Deque<Held<F>> byArrival = new ArrayDeque<>();
    private long number;
    private int held;

    private FactStream(Function<F, @Nullable Key> key, ToLongFunction<F> time, long holdMicros) {
        this.key = key;
        this.time = time;
        this.holdMicros = holdMicros;
    }

    /**
     * A fact and how its lookup ended.
     *
     * @param surrogate of the version; {@link Restated#NO_VERSION} where there is none
     */
    public record Answered<F>(F fact, Outcome outcome, long surrogate) {}

    /** A fact that waits. */
    private static final class Held<F> {
        private final F fact;
        private final Key key;
        private final long since;
        private final long number;
        private boolean released;

        private Held(F fact, Key key, long since, long number) {
            this.fact = fact;
            this.key = key;
            this.since = since;
            this.number = number;
        }
    }

    /**
     * Returns a stream of facts past a dimension of which nothing is known yet.
     *
     * @param key the natural key of a fact; null where it has none
     * @param time when a fact was, epoch microseconds UTC; {@link VersionIndex#NULL_TIME} where that is not known
     * @param hold how long a fact without a version is held; zero for not at all
     * @throws IllegalArgumentException if it is negative
     */
    public static <F> FactStream<F> of(Function<F, @Nullable Key> key, ToLongFunction<F> time, Duration hold) {
        if (hold.isNegative()) {
            throw new IllegalArgumentException("A fact cannot be held for " + hold + ". Say zero to hold none.");
        }
        return new FactStream<>(
                key, time, Math.addExact(Math.multiplyExact(hold.getSeconds(), 1_000_000L), hold.getNano() / 1_000));
    }

    /** Reads what a store holds; call it before the first fact and plan. */
    public void load(DimensionStore store) {
        store.scan(history -> history.versions().forEach(this::add));
    }

    private void add(StoredVersion stored) {
        versions.insert(new Insert(stored.surrogate(), stored.key(), stored.version(), stored.believed()));
    }

    /**
     * Takes one fact.
     *
     * @param now when it arrived, epoch microseconds UTC; never less than before
     * @return its answer; empty where it is held. One without key or time is not held
     */
    public Optional<Answered<F>> fact(F fact, long now) {
        Key ofFact = key.apply(fact);
        long at = time.applyAsLong(fact);
        if (ofFact == null) {
            return Optional.of(new Answered<>(fact, Outcome.NULL_KEY, Restated.NO_VERSION));
        }
        if (at == VersionIndex.NULL_TIME) {
            return Optional.of(new Answered<>(fact, Outcome.NULL_TIME, Restated.NO_VERSION));
        }
        LiveVersions.Answer answer = versions.answer(ofFact, at);
        if (answer.outcome() == Outcome.MATCHED || holdMicros == 0) {
            return Optional.of(new Answered<>(fact, answer.outcome(), answer.surrogate()));
        }
        Held<F> waits = new Held<>(fact, ofFact, now, number++);
        waiting.computeIfAbsent(ofFact, first -> new ArrayDeque<>()).add(waits);
        byArrival.add(waits);
        held++;
        return Optional.empty();
    }

    /**
     * Follows a plan that was committed, its surrogates reserved.
     *
     * @return the facts that have a version now, in the order in which they came
     */
    public List<Answered<F>> follow(MutationPlan plan) {
        List<Held<F>> released = new ArrayList<>();
        for (Key touched : versions.follow(plan)) {
            Deque<Held<F>> ofKey = waiting.getOrDefault(touched, new ArrayDeque<>());
            ofKey.removeIf(one -> {
                one.released = answer(one).outcome() == Outcome.MATCHED;
                if (one.released) {
                    released.add(one);
                }
                return one.released;
            });
            forgetIfEmpty(touched, ofKey);
        }
        held -= released.size();
        released.sort(Comparator.comparingLong(one -> one.number));
        return released.stream().map(this::answered).toList();
    }

    /** Returns the facts that have been held for as long as was declared, or longer, in the order in which they came. */
    public List<Answered<F>> expire(long now) {
        List<Answered<F>> expired = new ArrayList<>();
        while (!byArrival.isEmpty() && (byArrival.peek().released || now - byArrival.peek().since >= holdMicros)) {
            Held<F> first = byArrival.remove();
            if (!first.released) {
                expired.add(answered(first));
                Deque<Held<F>> ofKey = waiting.getOrDefault(first.key, new ArrayDeque<>());
                ofKey.remove(first);
                forgetIfEmpty(first.key, ofKey);
                held--;
            }
        }
        return expired;
    }

    /** Returns how many facts are held. */
    public int held() {
        return held;
    }

    private void forgetIfEmpty(Key of, Deque<Held<F>> ofKey) {
        if (ofKey.isEmpty()) {
            waiting.remove(of);
        }
    }

    private LiveVersions.Answer answer(Held<F> one) {
        return versions.answer(one.key, time.applyAsLong(one.fact));
    }

    private Answered<F> answered(Held<F> one) {
        LiveVersions.Answer answer = answer(one);
        return new Answered<>(one.fact, answer.outcome(), answer.surrogate());
    }
}
