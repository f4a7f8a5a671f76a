package dev.scd2.lake;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Whose turn it is to make files of a partition one: the last plan of each. Confined to one thread. */
final class CompactionTurns {
    private final Bucket bucket;
    private final Path cache;
    private final String by = UUID.randomUUID().toString();
    private final Map<String, CompactionPlan> last = new HashMap<>();

    private CompactionTurns(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /** Reads the plans that lie in the lake, and removes those that are not the last of their partition. */
    static CompactionTurns read(Bucket bucket, Path cache) {
        CompactionTurns turns = new CompactionTurns(bucket, cache);
        for (StoredObject object : Listing.stable(bucket, CompactionPlan.ROOT)) {
            Optional<byte[]> json = Manifests.content(bucket, object.key(), cache);
            if (json.isPresent()) {
                turns.put(CompactionPlan.read(object.key(), json.get(), bucket.location()));
            }
        }
        return turns;
    }

    /** Returns the last plan of each partition. */
    Collection<CompactionPlan> last() {
        return List.copyOf(last.values());
    }

    /**
     * Writes down what is to be done next in a partition whose last plan is done.
     *
     * @throws LakeException if another one has the turn; nothing was changed then
     */
    CompactionPlan take(List<LakeFile> sources) {
        CompactionPlan before = last.get(CompactionPlan.partition(sources.get(0)));
        CompactionPlan plan = new CompactionPlan(before == null ? 1 : before.turn() + 1, by, sources);
        byte[] json = plan.toJson();
        try {
            Manifests.put(bucket, plan.key(), json, cache);
        } catch (LakeException refused) {
            Optional<byte[]> there = Manifests.content(bucket, plan.key(), cache);
            if (there.isEmpty() || Arrays.equals(there.get(), json)) {
                throw refused;
            }
            throw taken(plan, bucket.location());
        }
        if (isPast(plan)) {
            bucket.delete(plan.key());
            throw taken(plan, bucket.location());
        }
        put(plan);
        return plan;
    }

    /** The turn was free because it is long over: a later plan lies there, as the last one always does. */
    private boolean isPast(CompactionPlan plan) {
        return bucket.list(plan.partition()).stream()
                .anyMatch(object -> object.key().compareTo(plan.key()) > 0);
    }

    private void put(CompactionPlan plan) {
        CompactionPlan other = last.put(plan.partition(), plan);
        if (other != null && other.turn() > plan.turn()) {
            last.put(plan.partition(), other);
            bucket.delete(plan.key());
        } else if (other != null) {
            bucket.delete(other.key());
        }
    }

    /** Returns what is to be said where another program is at the same work. */
    static LakeException taken(CompactionPlan plan, LakeLocation location) {
        return new LakeException("Another program makes files of " + plan.wide().entity() + ", partition "
                + plan.wide().partition() + ", in " + location
                + " one. Nothing is lost, and what was begun is ended by it or by the next that runs. Compact with one"
                + " program at a time.");
    }
}
