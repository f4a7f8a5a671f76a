package dev.scd2.engine.join;

import dev.scd2.dimension.Key;
import dev.scd2.fact.Outcome;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The latest belief of a dimension, as its mutations come: for each key its versions by start. Confined to one thread. */
final class LiveVersions implements Mutation.Visitor<LiveVersions> {
    /** A version in which the entity exists. */
    private record Held(long surrogate, long believedFrom, long end) {
        boolean isNamedBy(Mutation mutation) {
            return surrogate == mutation.surrogate() && believedFrom == mutation.believedFrom();
        }
    }

    /**
     * How a fact ended.
     *
     * @param surrogate of the version; {@link Restated#NO_VERSION} where there is none
     */
    record Answer(Outcome outcome, long surrogate) {
        private static Answer none(Outcome outcome) {
            return new Answer(outcome, Restated.NO_VERSION);
        }
    }

    private final Map<Key, NavigableMap<Long, Held>> versions = new HashMap<>();

    /** Follows a plan that was committed, the rows that end first; returns the keys that it touched. */
    Set<Key> follow(MutationPlan plan) {
        Set<Key> touched = new LinkedHashSet<>();
        for (Mutation mutation : plan.mutations()) {
            touched.add(mutation.key());
            if (!(mutation instanceof Insert)) {
                mutation.accept(this);
            }
        }
        for (Mutation mutation : plan.mutations()) {
            if (mutation instanceof Insert) {
                mutation.accept(this);
            }
        }
        return touched;
    }

    /** Answers a fact that has a key and a time. */
    Answer answer(Key key, long time) {
        NavigableMap<Long, Held> ofKey = ofKey(key);
        if (ofKey.isEmpty()) {
            return Answer.none(Outcome.UNKNOWN_KEY);
        }
        Map.Entry<Long, Held> last = ofKey.floorEntry(time);
        if (last == null) {
            return Answer.none(Outcome.BEFORE_FIRST);
        }
        return time < last.getValue().end
                ? new Answer(Outcome.MATCHED, last.getValue().surrogate)
                : Answer.none(Outcome.GAP);
    }

    private NavigableMap<Long, Held> ofKey(Key key) {
        return versions.computeIfAbsent(key, unheard -> new TreeMap<>());
    }

    @Override
    public LiveVersions insert(Insert insert) {
        if (insert.believed().isOpen() && !insert.version().deleted()) {
            var valid = insert.version().interval();
            ofKey(insert.key())
                    .put(valid.startMicros(), new Held(insert.surrogate(), insert.believedFrom(), valid.endMicros()));
        }
        return this;
    }

    @Override
    public LiveVersions resize(Resize resize) {
        long start = resize.after().startMicros();
        Held held = named(resize, start);
        if (held != null) {
            ofKey(resize.key())
                    .put(
                            start,
                            new Held(
                                    held.surrogate,
                                    held.believedFrom,
                                    resize.after().endMicros()));
        }
        return this;
    }

    @Override
    public LiveVersions overwrite(Overwrite overwrite) {
        // a row that marks an absence may become a version, or the other way round
        long start = overwrite.after().interval().startMicros();
        if (overwrite.after().deleted() && named(overwrite, start) != null) {
            ofKey(overwrite.key()).remove(start);
        } else if (overwrite.before().deleted() && !overwrite.after().deleted()) {
            long end = overwrite.after().interval().endMicros();
            ofKey(overwrite.key()).put(start, new Held(overwrite.surrogate(), overwrite.believedFrom(), end));
        }
        return this;
    }

    @Override
    public LiveVersions retract(Retract retract) {
        long start = retract.interval().startMicros();
        if (named(retract, start) != null) {
            ofKey(retract.key()).remove(start);
        }
        return this;
    }

    @Override
    public LiveVersions supersede(Supersede supersede) {
        if (!supersede.after().isOpen()) {
            ofKey(supersede.key()).values().removeIf(held -> held.isNamedBy(supersede));
        }
        return this;
    }

    private @Nullable Held named(Mutation mutation, long start) {
        Held held = ofKey(mutation.key()).get(start);
        return held != null && held.isNamedBy(mutation) ? held : null;
    }
}
