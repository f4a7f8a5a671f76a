package dev.scd2.tck.cases;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases on a store.
 *
 * <p>A history is applied step by step; after every step the invariants are checked, and each dry run is compared with what
 * is then done. Where a case says so it is applied in many orders as well, and once more. Immutable, and may be shared
 * between threads as far as the factory may.
 */
public final class CaseRunner {
    /** How many orders are tried of a history with more than six changes; of one with fewer, every order. */
    public static final int ORDERS = 500;

    private final Function<Dimension, DimensionStore> factory;
    private final @Nullable Joiner joiner;
    private final int orders;
    private final long seed;

    private CaseRunner(Function<Dimension, DimensionStore> factory, @Nullable Joiner joiner, int orders, long seed) {
        this.factory = factory;
        this.joiner = joiner;
        this.orders = orders;
        this.seed = seed;
    }

    /** Returns a runner on stores that {@code factory} makes, fresh and empty each time; the runner closes them. */
    public static CaseRunner on(Function<Dimension, DimensionStore> factory) {
        return new CaseRunner(factory, null, ORDERS, 1);
    }

    /** Returns this runner with something that joins; without it joins are skipped. */
    public CaseRunner withJoiner(Joiner other) {
        return new CaseRunner(factory, other, orders, seed);
    }

    /**
     * Returns this runner, trying so many orders at most of one history.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public CaseRunner withOrders(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 order must be tried, not " + most + ".");
        }
        return new CaseRunner(factory, joiner, most, seed);
    }

    /** Returns this runner with another seed of random orders. */
    public CaseRunner withSeed(long other) {
        return new CaseRunner(factory, joiner, orders, other);
    }

    /** Runs one case. What the store or the engine throws by mistake is a finding. */
    public CaseResult run(CaseFile file) {
        try {
            return file instanceof HistoryCase history ? run(history) : run((JoinCase) file);
        } catch (RuntimeException thrown) {
            return CaseResult.of(List.of("it threw " + thrown + at(thrown)));
        }
    }

    private static String at(RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "" : "\n  at " + trace[0];
    }

    private CaseResult run(HistoryCase history) {
        List<String> findings = HistoryRun.findings(history, factory);
        if (findings.isEmpty() && history.everyOrder()) {
            findings = OrderRun.findings(history, factory, orders, seed);
        }
        return CaseResult.of(findings);
    }

    private CaseResult run(JoinCase join) {
        if (joiner == null) {
            return CaseResult.skipped("joins are not run here");
        }
        List<Map<String, @Nullable Object>> rows;
        try {
            rows = joiner.join(join);
        } catch (UnsupportedOperationException without) {
            return CaseResult.skipped("there is no such join here: " + without.getMessage());
        }
        List<String> findings = new ArrayList<>();
        if (rows.size() != join.facts().size()) {
            findings.add(join.facts().size() + " facts went in, and " + rows.size() + " came out");
        }
        Optional<String> differences = RowMatch.differences(
                "facts", join.expect().stream().map(ExpectedRow::new).toList(), rows);
        differences.ifPresent(findings::add);
        return CaseResult.of(findings);
    }
}
