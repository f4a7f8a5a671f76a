package dev.scd2.tck;

import dev.scd2.change.Position;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
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
    private String loadId = "load-1";
    private int inserts;

    PlanDraft loadId(String id) {
        loadId = id;
        return this;
    }

    PlanDraft insert(Key key, Version version) {
        inserts++;
        mutations.add(new Insert(-inserts, key, version));
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

    PlanDraft superseded(Evidence statement) {
        superseded.add(statement);
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
        transaction.write(
                new MutationPlan(loadId, mutations, evidence, superseded, marks, rejections, reached, List.of())
                        .withSurrogates(first));
    }
}
