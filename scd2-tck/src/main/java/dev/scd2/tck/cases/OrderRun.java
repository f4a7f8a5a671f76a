package dev.scd2.tck.cases;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A history in many orders. Confined to one thread. */
final class OrderRun {
    private final HistoryCase history;
    private final Function<Dimension, DimensionStore> factory;
    private final Expectation expect;
    private final Lane lane;

    private OrderRun(HistoryCase history, Function<Dimension, DimensionStore> factory) {
        this.history = history;
        this.factory = factory;
        expect = history.expect().withoutWindows();
        lane = Lane.of(history.dimension());
    }

    /** Returns in words what was not as the case says; it ends with the first order in which something was not. */
    static List<String> findings(
            HistoryCase history, Function<Dimension, DimensionStore> factory, int limit, long seed) {
        OrderRun run = new OrderRun(history, factory);
        List<Trial> trials = Trial.of(Piece.of(history.steps()), limit, seed);
        for (Trial trial : trials) {
            List<String> findings = run.findings(trial);
            if (!findings.isEmpty()) {
                return HistoryRun.at(
                        "one of " + Trial.orders(trials) + " orders, seed " + seed, run.alone(trial, findings));
            }
        }
        return List.of();
    }

    /** Returns what an order finds by itself, so that it can be told which one it is. */
    private List<String> alone(Trial trial, List<String> together) {
        for (Trial alone : trial.apart()) {
            List<String> findings = findings(alone);
            if (!findings.isEmpty()) {
                return HistoryRun.at(alone.drawn(), findings);
            }
        }
        return HistoryRun.at("beside other orders only", together);
    }

    private List<String> findings(Trial trial) {
        try (DimensionStore store = factory.apply(lane.dimension())) {
            List<String> findings = apply(trial, store);
            if (!findings.isEmpty()) {
                return findings;
            }
            List<Held> held = lane.alone(
                    Held.of(store, expect.asOf()),
                    store.quarantine(),
                    trial.lanes().size());
            for (Held alone : held) {
                findings = Comparison.of(expect, alone, history.dimension());
                if (!findings.isEmpty()) {
                    return findings;
                }
            }
            return history.replayed() ? HistoryRun.at("replay", replay(trial, store)) : List.of();
        }
    }

    private List<String> apply(Trial trial, DimensionStore store) {
        for (int number : trial.batches()) {
            try {
                History.of(store).apply(batch(trial, number));
            } catch (InvalidChangeException refused) {
                return List.of("a batch failed with " + refused.reason() + ": " + refused.getMessage());
            }
        }
        return HistoryRun.invariants(store);
    }

    private List<String> replay(Trial trial, DimensionStore store) {
        Contents before = Contents.of(store);
        List<String> findings = new ArrayList<>();
        for (Batch batch : everything(trial)) {
            findings.addAll(HistoryRun.written(History.of(store).apply(batch)));
        }
        List<String> changed = before.differences(Contents.of(store));
        if (!changed.isEmpty()) {
            findings.add("it changed " + changed);
        }
        return findings;
    }

    /** Returns everything in as few batches as can be: a batch takes one snapshot. */
    private List<Batch> everything(Trial trial) {
        boolean[] every = new boolean[trial.lanes().size()];
        Arrays.fill(every, true);
        Batch.Builder changes = Batch.builder();
        List<Batch> batches = new ArrayList<>();
        for (Piece piece : trial.pieces()) {
            Batch.Builder snapshot = Batch.builder();
            lane.add(piece.snapshot() == null ? changes : snapshot, piece, every);
            if (piece.snapshot() != null) {
                batches.add(snapshot.build());
            }
        }
        batches.add(changes.build());
        return batches;
    }

    private Batch batch(Trial trial, int number) {
        Batch.Builder batch = Batch.builder();
        for (int i = 0; i < trial.pieces().size(); i++) {
            boolean[] lanes = trial.lanesWith(i, number);
            if (any(lanes)) {
                lane.add(batch, trial.pieces().get(i), lanes);
            }
        }
        return batch.build();
    }

    private static boolean any(boolean[] lanes) {
        for (boolean one : lanes) {
            if (one) {
                return true;
            }
        }
        return false;
    }
}
