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
import java.util.stream.Stream;

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
        admission.evidence().forEach((key, claims) -> {
            if (claims.stream().anyMatch(one -> one.kind() == Evidence.Kind.ERASURE)) {
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
        List<Rejection> held = store.quarantined(below.keySet());
        Set<String> conflicts = new HashSet<>();
        Stream.concat(rejections.stream(), held.stream().map(this::redacted))
                .filter(rejection -> rejection.reason() == Reason.CONFLICT)
                .forEach(rejection -> conflicts.add(Rejections.content(rejection)));
        rejections.removeIf(rejection -> isSaidOtherwise(rejection, conflicts));
        for (Rejection rejection : held) {
            Rejection redacted = redacted(rejection);
            boolean goes = isSaidOtherwise(redacted, conflicts);
            boolean changes = !redacted.identity().equals(rejection.identity());
            if (goes || changes) {
                leaving.add(rejection.identity());
            }
            if (changes && !goes) {
                rejections.add(redacted);
            }
        }
    }

    /** A loser that says what holds is no loser; a row of a listing that says what lost a conflict is that change. */
    private boolean isSaidOtherwise(Rejection rejection, Set<String> conflicts) {
        Key key = rejection.key();
        if (key == null || !isConflict(rejection) || !below.containsKey(key)) {
            return false;
        }
        String content = Rejections.content(rejection);
        return (rejection.reason() == Reason.DUPLICATE_KEY_IN_SNAPSHOT && conflicts.contains(content))
                || kept.getOrDefault(key, List.of()).stream()
                        .anyMatch(statement ->
                                Rejections.content(dimension, statement).equals(content));
    }

    private Rejection redacted(Rejection rejection) {
        Sequence sequence = rejection.key() == null ? null : below.get(rejection.key());
        return sequence == null ? rejection : Rejections.erased(dimension, rejection, sequence);
    }
}
