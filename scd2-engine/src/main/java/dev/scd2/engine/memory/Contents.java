package dev.scd2.engine.memory;

import dev.scd2.change.Position;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Version;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an {@link InMemoryStore} holds. A writer changes a copy; once published it is only read. Histories of single
 * keys are immutable values that copies share.
 */
final class Contents {
    private static final int SECRET_BYTES = 16;

    private final Dimension dimension;
    private final TreeMap<Key, KeyHistory> histories;
    private final List<SnapshotMark> marks;
    private final Map<String, Rejection> quarantine;
    private final Map<String, Position> reached;
    private final List<AuditEntry> audit;
    private StoreState state;
    private long nextSurrogate;

    Contents(Dimension dimension) {
        this.dimension = dimension;
        histories = new TreeMap<>();
        marks = new ArrayList<>();
        quarantine = new LinkedHashMap<>();
        reached = new HashMap<>();
        audit = new ArrayList<>();
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        state = new StoreState(0, Evidence.NO_TIME, Evidence.NO_TIME, Bytes.of(secret));
        nextSurrogate = 1;
    }

    private Contents(Contents other, Dimension dimension) {
        this.dimension = dimension;
        histories = new TreeMap<>(other.histories);
        marks = new ArrayList<>(other.marks);
        quarantine = new LinkedHashMap<>(other.quarantine);
        reached = new HashMap<>(other.reached);
        audit = new ArrayList<>(other.audit);
        state = other.state;
        nextSurrogate = other.nextSurrogate;
    }

    Contents copy() {
        return new Contents(this, dimension);
    }

    /** Returns a copy under a wider definition: new cells are null in versions and unsaid in evidence. */
    Contents widened(Dimension wider, AuditEntry entry) {
        Contents widened = new Contents(this, wider);
        widened.histories.replaceAll((key, history) -> new KeyHistory(
                key,
                history.since(),
                history.versions().stream()
                        .map(stored -> widened(stored, wider))
                        .toList(),
                history.past().stream().map(stored -> widened(stored, wider)).toList(),
                history.evidence().stream()
                        .map(row -> row.withRow(widened(row.row(), wider, Row.unsaid())))
                        .toList()));
        widened.audit.add(entry);
        widened.advance(Evidence.NO_TIME, Evidence.NO_TIME);
        return widened;
    }

    private static StoredVersion widened(StoredVersion stored, Dimension wider) {
        Row row = widened(stored.version().row(), wider, null);
        return VersionTable.row(
                wider,
                stored.surrogate(),
                stored.key(),
                new Version(stored.version().interval(), row, stored.version().deleted()),
                stored.believed(),
                stored.loadId());
    }

    private static Row widened(Row row, Dimension wider, @Nullable Object added) {
        @Nullable Object[] cells = new Object[wider.attributes().size()];
        for (int i = 0; i < cells.length; i++) {
            Object cell = i < row.width() ? row.cell(i) : added;
            boolean isValue =
                    i < row.width() && row.isSaid(i) && row.erasedToken(i).isEmpty();
            cells[i] = isValue ? wider.attributes().get(i).type().coerce(cell) : cell;
        }
        return Row.of(cells);
    }

    Dimension dimension() {
        return dimension;
    }

    StoreState state() {
        return state;
    }

    Set<Key> keys() {
        return histories.keySet();
    }

    KeyHistory history(Key key) {
        KeyHistory history = histories.get(key);
        return history == null ? KeyHistory.empty(key) : history;
    }

    List<SnapshotMark> marks() {
        return marks;
    }

    Map<String, Rejection> quarantine() {
        return quarantine;
    }

    Map<String, Position> reached() {
        return reached;
    }

    List<AuditEntry> audit() {
        return audit;
    }

    long reserve(int count) {
        long first = nextSurrogate;
        nextSurrogate += count;
        return first;
    }

    void write(MutationPlan plan) {
        Map<Key, List<Mutation>> mutations = new LinkedHashMap<>();
        plan.mutations()
                .forEach(m -> mutations
                        .computeIfAbsent(m.key(), key -> new ArrayList<>())
                        .add(m));
        mutations.forEach((key, ofKey) ->
                histories.put(key, VersionTable.written(dimension, history(key), ofKey, plan.loadId())));
        writeEvidence(plan);
        plan.marks().forEach(this::remember);
        plan.resolved().forEach(quarantine::remove);
        plan.rejections().forEach(rejection -> quarantine.putIfAbsent(rejection.identity(), rejection));
        plan.reached()
                .forEach(position -> reached.merge(
                        place(position.source(), position.partition()),
                        position,
                        (a, b) -> a.offset() >= b.offset() ? a : b));
        audit.addAll(plan.audit());
        advance(plan.horizon(), plan.systemTime());
    }

    static String place(String source, int partition) {
        return partition + "/" + source;
    }

    private void advance(long horizon, long systemTime) {
        state = new StoreState(
                state.generation() + 1,
                Math.max(state.horizon(), horizon),
                Math.max(state.lastSystemTime(), systemTime),
                state.erasureSecret());
    }

    private void remember(SnapshotMark mark) {
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i).isSameAs(mark)) {
                if (mark.systemTime() < marks.get(i).systemTime()) {
                    marks.set(i, mark);
                }
                return;
            }
        }
        marks.add(mark);
    }

    private void writeEvidence(MutationPlan plan) {
        Map<Key, List<Evidence>> changed = new LinkedHashMap<>();
        for (Evidence gone : plan.superseded()) {
            rows(changed, gone.key()).removeIf(gone::isAtPlaceOf);
        }
        for (Evidence added : plan.evidence()) {
            rows(changed, added.key()).add(added);
        }
        changed.forEach((key, evidence) -> {
            KeyHistory before = history(key);
            histories.put(key, new KeyHistory(key, Long.MIN_VALUE, before.versions(), before.past(), evidence));
        });
        changed.keySet().forEach(key -> {
            KeyHistory after = history(key);
            if (after.versions().isEmpty()
                    && after.past().isEmpty()
                    && after.evidence().isEmpty()) {
                histories.remove(key);
            }
        });
    }

    private List<Evidence> rows(Map<Key, List<Evidence>> changed, Key key) {
        return changed.computeIfAbsent(key, k -> new ArrayList<>(history(k).evidence()));
    }
}
