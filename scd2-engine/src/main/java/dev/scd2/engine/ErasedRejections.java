package dev.scd2.engine;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.merge.Admission;
import dev.scd2.engine.merge.KeyOutcome;
import dev.scd2.engine.merge.Rejections;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an erasure does to quarantine: personal columns there become null too, and a loser that says no longer anything else
 * than the winner is the same change and leaves. Confined to one thread.
 */
final class ErasedRejections {
    private final Dimension dimension;
    private final StoreTransaction store;
    private final Map<Key, List<Evidence>> lost = new HashMap<>();
    private final Map<Key, Sequence> below = new HashMap<>();
    private final Map<Key, List<Evidence>> kept = new HashMap<>();

    /** Makes one for a batch of which everything is admitted. */
    ErasedRejections(Dimension dimension, Admission admission, StoreTransaction store) {
        this.dimension = dimension;
        this.store = store;
        if (dimension.personal().isEmpty()) {
            return;
        }
        Set<Key> erasing = new HashSet<>();
        admission.evidence().forEach((key, statements) -> {
            if (statements.stream().anyMatch(one -> one.kind() == Evidence.Kind.ERASURE)) {
                erasing.add(key);
            }
        });
        List<Rejection> losers = new ArrayList<>(admission.rejections());
        if (!erasing.isEmpty()) {
            losers.addAll(store.quarantined(erasing));
        }
        for (Rejection loser : losers) {
            Key key = loser.key();
            if (key != null && isConflict(loser)) {
                admission
                        .read(loser.change())
                        .ifPresent(statement -> lost.computeIfAbsent(key, k -> new ArrayList<>(1))
                                .add(statement));
            }
        }
    }

    private static boolean isConflict(Rejection rejection) {
        return rejection.reason() == Reason.CONFLICT || rejection.reason() == Reason.DUPLICATE_KEY_IN_SNAPSHOT;
    }

    /** Returns the statements of {@code key} that lost a conflict and may be equal to the winner once they are erased. */
    List<Evidence> lostOf(Key key) {
        return lost.getOrDefault(key, List.of());
    }

    /** Notes what the law says of a key. */
    void note(Key key, KeyOutcome outcome) {
        Sequence sequence = outcome.erasedBelow();
        if (sequence != null) {
            below.put(key, sequence);
            kept.put(key, outcome.kept());
        }
    }

    /** Redacts {@code rejections}, which come in, and what lies in quarantine; identities that go are {@code leaving}. */
    void redact(List<Rejection> rejections, List<String> leaving) {
        if (below.isEmpty()) {
            return;
        }
        rejections.replaceAll(this::redacted);
        rejections.removeIf(this::isNoConflictAnyMore);
        for (Rejection rejection : store.quarantined(below.keySet())) {
            Rejection redacted = redacted(rejection);
            boolean stays = !isNoConflictAnyMore(redacted);
            if (!stays || !redacted.identity().equals(rejection.identity())) {
                leaving.add(rejection.identity());
            }
            if (stays && !redacted.identity().equals(rejection.identity())) {
                rejections.add(redacted);
            }
        }
    }

    private Rejection redacted(Rejection rejection) {
        Sequence sequence = rejection.key() == null ? null : below.get(rejection.key());
        return sequence == null ? rejection : Rejections.erased(dimension, rejection, sequence);
    }

    private boolean isNoConflictAnyMore(Rejection rejection) {
        return isConflict(rejection)
                && rejection.key() != null
                && kept.getOrDefault(rejection.key(), List.of()).stream()
                        .anyMatch(statement -> Rejections.isSameChange(dimension, rejection, statement));
    }
}
