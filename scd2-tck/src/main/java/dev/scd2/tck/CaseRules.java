package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Drawing;
import dev.scd2.tck.generate.History;
import dev.scd2.tck.oracle.Oracle;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What named cases share: short words for changes, and the check in every order. */
abstract class CaseRules {
    static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant T2 = Instant.parse("2026-02-01T00:00:00Z");
    static final Instant T3 = Instant.parse("2026-03-01T00:00:00Z");
    static final Instant T4 = Instant.parse("2026-04-01T00:00:00Z");

    static final Dimension PLAN = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .maxDeleteShare(1.0)
            .build();

    static final Dimension PLAN_AND_REGION = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("region", ColumnType.TEXT)
            .maxDeleteShare(1.0)
            .build();

    final StoreKit kit;

    CaseRules(StoreKit kit) {
        this.kit = kit;
    }

    DimensionStore create(Dimension dimension) {
        return kit.create(dimension);
    }

    /** Checks that these pieces, in every order and then once more, give these versions of key M1. */
    void inEveryOrder(Dimension dimension, List<Batch> pieces, Version... expected) {
        List<History> orders = new History(dimension, pieces).orders();
        int step = Math.max(1, orders.size() / kit.orders());
        for (int i = 0; i < orders.size(); i += step) {
            History order = orders.get(i);
            try (DimensionStore store = create(dimension)) {
                dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
                order.batches().forEach(target::apply);
                List<Held> held = Held.of(store);
                Timelines.same(
                        order,
                        List.of(expected),
                        target.timeline(Map.of("id", "M1")).versions());
                Believed.check(store, order);
                Replay.of(target, order.batches(), held, store.quarantine().size(), store);
            } catch (AssertionError wrong) {
                throw new AssertionError(wrong.getMessage() + "\n" + Drawing.of(order), wrong);
            }
        }
    }

    static Batch plan(Instant at, long sequence, @Nullable String plan) {
        return Batch.of(Observation.of(row("id", "M1", "plan", plan), at, Sequence.of(sequence)));
    }

    static Batch planAndRegion(Instant at, long sequence, @Nullable String plan, @Nullable String region) {
        return Batch.of(Observation.of(row("id", "M1", "plan", plan, "region", region), at, Sequence.of(sequence)));
    }

    static Batch patch(Instant at, long sequence, String column, @Nullable String value) {
        return Batch.of(Patch.of(row("id", "M1", column, value), at, Sequence.of(sequence)));
    }

    static Batch delete(Instant at, long sequence) {
        return Batch.of(Delete.of(row("id", "M1"), at, Sequence.of(sequence)));
    }

    @SafeVarargs
    static Batch listing(Instant at, long sequence, Map<String, @Nullable Object>... rows) {
        return Batch.of(new Snapshot(at, Sequence.of(sequence), List.of(rows), Set.of()));
    }

    /** Returns what the law says of key M1. */
    static Version[] lawful(Dimension dimension, List<Batch> pieces) {
        return Oracle.of(dimension)
                .believe(pieces)
                .timeline(dimension.key(Map.of("id", "M1")))
                .toArray(Version[]::new);
    }

    static Version version(Instant from, @Nullable Instant to, @Nullable Object... cells) {
        return StoreRules.version(from, to, cells);
    }

    static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        assertThat(namesAndValues.length % 2).isZero();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    static List<Batch> pieces(Batch... pieces) {
        return Arrays.asList(pieces);
    }

    /** Draws both sides of a comparison of versions. Stateless. */
    private static final class Timelines {
        static void same(History history, List<Version> expected, List<Version> actual) {
            boolean same = actual.size() == expected.size();
            for (int i = 0; same && i < actual.size(); i++) {
                same = actual.get(i).interval().equals(expected.get(i).interval())
                        && actual.get(i).showsSameAs(expected.get(i));
            }
            if (!same) {
                throw new AssertionError("  expected\n" + Drawing.of(expected) + "  but was\n" + Drawing.of(actual));
            }
            assertThat(history.batches()).isNotEmpty();
        }
    }
}
