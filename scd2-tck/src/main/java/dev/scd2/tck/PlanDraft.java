package dev.scd2.tck;

import dev.scd2.change.Position;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A plan in the making, written to a store the way the engine does it. Confined to one thread. */
final class PlanDraft {
    private final List<Mutation> mutations = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Evidence> superseded = new ArrayList<>();
    private final List<SnapshotMark> marks = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Position> reached = new ArrayList<>();
    private final List<String> resolved = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private String loadId = "load-1";
    private long systemTime = Evidence.NO_TIME;
    private long horizon = Evidence.NO_TIME;
    private int inserts;

    PlanDraft loadId(String id) {
        loadId = id;
        return this;
    }

    PlanDraft systemTime(long micros) {
        systemTime = micros;
        return this;
    }

    PlanDraft horizon(long micros) {
        horizon = micros;
        return this;
    }

    PlanDraft insert(Key key, Version version) {
        return insert(key, version, Interval.ALWAYS);
    }

    PlanDraft insert(Key key, Version version, Interval believed) {
        inserts++;
        return insert(-inserts, key, version, believed);
    }

    /** Inserts a row of a version that has a surrogate key already. */
    PlanDraft insert(long surrogate, Key key, Version version, Interval believed) {
        mutations.add(new Insert(surrogate, key, version, believed));
        return this;
    }

    PlanDraft supersede(long surrogate, Key key, Interval before, Interval after) {
        mutations.add(new Supersede(surrogate, key, before, after));
        return this;
    }

    PlanDraft mutation(Mutation mutation) {
        mutations.add(mutation);
        return this;
    }

    PlanDraft resize(long surrogate, Key key, Interval before, Interval after) {
        mutations.add(new Resize(surrogate, key, before, after));
        return this;
    }

    PlanDraft overwrite(long surrogate, Key key, Version before, Version after) {
        mutations.add(new Overwrite(surrogate, key, before, after));
        return this;
    }

    PlanDraft retract(long surrogate, Key key, Interval interval) {
        mutations.add(new Retract(surrogate, key, interval));
        return this;
    }

    PlanDraft evidence(Evidence... statements) {
        evidence.addAll(List.of(statements));
        return this;
    }

    PlanDraft superseded(Evidence... statements) {
        superseded.addAll(List.of(statements));
        return this;
    }

    PlanDraft resolved(String... identities) {
        resolved.addAll(List.of(identities));
        return this;
    }

    PlanDraft audit(AuditEntry... entries) {
        audit.addAll(List.of(entries));
        return this;
    }

    PlanDraft mark(SnapshotMark mark) {
        marks.add(mark);
        return this;
    }

    PlanDraft rejection(Rejection... more) {
        rejections.addAll(List.of(more));
        return this;
    }

    PlanDraft reached(Position... positions) {
        reached.addAll(List.of(positions));
        return this;
    }

    /** Writes it in one committed transaction. */
    void commitTo(DimensionStore store) {
        try (StoreTransaction transaction = store.begin()) {
            writeTo(transaction);
            transaction.commit();
        }
    }

    /** Reads the touched keys, reserves surrogates and writes, as every batch of the engine does. */
    void writeTo(StoreTransaction transaction) {
        Map<Key, Long> touched = new HashMap<>();
        mutations.forEach(mutation -> touched.put(mutation.key(), Long.MIN_VALUE));
        evidence.forEach(statement -> touched.put(statement.key(), Long.MIN_VALUE));
        superseded.forEach(statement -> touched.put(statement.key(), Long.MIN_VALUE));
        transaction.read(touched, history -> {});
        long first = inserts == 0 ? 1 : transaction.reserveSurrogates(inserts);
        transaction.write(plan().withSurrogates(first));
    }

    /** Returns it with placeholders for surrogates. */
    MutationPlan plan() {
        return new MutationPlan(
                loadId,
                systemTime,
                mutations,
                evidence,
                superseded,
                marks,
                rejections,
                resolved,
                reached,
                horizon,
                audit,
                List.of());
    }
}
