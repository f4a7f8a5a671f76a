package dev.scd2.tck.cases;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A history, step by step in a store of its own. Confined to one thread. */
final class HistoryRun implements AutoCloseable {
    private final HistoryCase history;
    private DimensionStore store;
    private List<Restatement> restated = List.of();

    private HistoryRun(HistoryCase history, DimensionStore store) {
        this.history = history;
        this.store = store;
    }

    /** Returns in words what was not as the case says; it ends with the first step at which something was not. */
    static List<String> findings(HistoryCase history, Function<Dimension, DimensionStore> factory) {
        try (HistoryRun run = new HistoryRun(history, factory.apply(history.dimension()))) {
            return run.run();
        }
    }

    private List<String> run() {
        for (Step step : history.steps()) {
            List<String> findings = take(step);
            if (!findings.isEmpty()) {
                return at("step " + step.number(), findings);
            }
        }
        List<String> findings = compare(history.expect());
        if (findings.isEmpty() && history.replayed()) {
            return at("replay", replay());
        }
        return at("in the end", findings);
    }

    private List<String> take(Step step) {
        if (step instanceof Step.Check check) {
            return compare(check.expect());
        }
        List<String> findings;
        if (step instanceof Step.Apply apply) {
            findings = attempt(apply.error(), () -> apply(apply.batch()));
        } else if (step instanceof Step.AddColumns added) {
            findings = attempt(added.error(), () -> widen(added.wider()));
        } else {
            Step.Prune prune = (Step.Prune) step;
            findings = attempt(prune.error(), () -> prune(prune));
        }
        return findings.isEmpty() ? invariants(store) : findings;
    }

    private List<String> attempt(@Nullable Reason error, Supplier<List<String>> action) {
        if (error == null) {
            try {
                return action.get();
            } catch (InvalidChangeException refused) {
                return List.of("failed with " + refused.reason() + ": " + refused.getMessage());
            }
        }
        Contents before = Contents.of(store);
        try {
            List<String> unused = action.get();
            return List.of("expected to fail with " + error + ", and did not");
        } catch (InvalidChangeException refused) {
            restated = List.of();
            if (refused.reason() != error) {
                return List.of("expected to fail with " + error + ", and failed with " + refused.reason() + ": "
                        + refused.getMessage());
            }
            List<String> changed = before.differences(Contents.of(store));
            return changed.isEmpty() ? List.of() : List.of("failed as expected, and yet changed " + changed);
        }
    }

    private List<String> apply(Batch batch) {
        History target = History.of(store);
        BatchResult planned = plan(target, batch);
        BatchResult done = target.apply(batch);
        restated = done.plan().restatements();
        return planned == null
                ? List.of("the dry run failed with an error, and applying did not")
                : DryRun.differences(planned, done);
    }

    private static @Nullable BatchResult plan(History target, Batch batch) {
        try {
            return target.plan(batch);
        } catch (InvalidChangeException refused) {
            return null;
        }
    }

    private List<String> widen(Dimension wider) {
        store = store.evolve(wider);
        restated = List.of();
        return List.of();
    }

    private List<String> prune(Step.Prune prune) {
        History.of(store).prune(prune.before());
        restated = List.of();
        return List.of();
    }

    private List<String> compare(Expectation expect) {
        List<String> findings =
                new ArrayList<>(Comparison.of(expect, Held.of(store, expect.asOf()), store.dimension()));
        if (expect.restated() != null) {
            findings.addAll(Comparison.ofWindows(expect.restated(), restated));
        }
        return findings;
    }

    /** Applies every batch once more. What a prune forgot may then be remembered again, and decides nothing. */
    private List<String> replay() {
        Contents before = Contents.of(store);
        List<String> findings = new ArrayList<>();
        boolean pruned = history.steps().stream().anyMatch(Step.Prune.class::isInstance);
        for (Step step : history.steps()) {
            if (step instanceof Step.Apply apply && apply.error() == null) {
                BatchResult replayed = History.of(store).apply(apply.batch());
                findings.addAll(at("step " + step.number(), pruned ? List.of() : written(replayed)));
            }
        }
        List<String> changed = new ArrayList<>(before.differences(Contents.of(store)));
        changed.removeIf(part -> pruned && part.equals(Contents.EVIDENCE));
        if (!changed.isEmpty()) {
            findings.add("it changed " + changed);
        }
        return findings;
    }

    /** Returns in words what a replay wrote, which must be nothing. */
    static List<String> written(BatchResult replayed) {
        MutationPlan plan = replayed.plan();
        boolean nothing = plan.mutations().isEmpty()
                && plan.evidence().isEmpty()
                && plan.superseded().isEmpty()
                && plan.restatements().isEmpty();
        return nothing
                ? List.of()
                : List.of("it wrote " + plan.mutations().size() + " mutations, "
                        + plan.evidence().size() + " statements, forgot "
                        + plan.superseded().size() + " and restated "
                        + plan.restatements().size() + " windows");
    }

    static List<String> invariants(DimensionStore store) {
        Verification found = Verification.of(store);
        return found.isClean() ? List.of() : List.of("invariants are violated: " + found.examples());
    }

    static List<String> at(String where, List<String> findings) {
        return findings.stream().map(finding -> where + ": " + finding).toList();
    }

    @Override
    public void close() {
        store.close();
    }
}
