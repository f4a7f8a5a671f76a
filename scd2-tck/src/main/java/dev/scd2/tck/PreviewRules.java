package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Delete;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Planning without writing; a store that cannot says so. */
@Timeout(60)
abstract class PreviewRules extends StoreRules {
    private static final Key KEY = Key.of("M1");

    PreviewRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("what a dry run reads: the same as a batch, committed state alone.")
    @Test
    void store110_aDryRunReadsAsABatchDoes() {
        DimensionStore store = createWithOneKey();
        preview(store, preview -> {
            List<KeyHistory> shown = new ArrayList<>();
            preview.read(Map.of(KEY, Long.MIN_VALUE, Key.of("M2"), Long.MIN_VALUE), shown::add);
            assertThat(shown).containsExactlyInAnyOrder(store.history(KEY), KeyHistory.empty(Key.of("M2")));
            assertThat(preview.state()).isEqualTo(store.state());
            assertThat(preview.reached("orders", 0)).contains(new Position("orders", 0, 10));
            assertThat(preview.snapshots()).isEqualTo(store.snapshots());
            assertThat(preview.quarantined(Set.of(KEY))).hasSize(1);
            Listing compared = preview.compare(
                    listing(MEMBER, MAR, Sequence.of(9)),
                    List.of(values(KEY, MAR, Sequence.of(9), "A", "west")).iterator());
            assertThat(compared.inForce()).isEqualTo(1);
            assertThat(compared.missing()).isEmpty();
        });
    }

    @LookAt("what a dry run can reach of the writing side: write and commit are refused, nothing is left.")
    @Test
    void store111_aDryRunCannotWrite() {
        DimensionStore store = createWithOneKey();
        List<Held> before = Held.of(store);
        long generation = store.state().generation();
        preview(store, preview -> {
            PlanDraft plan = plan().insert(Key.of("M2"), version(JAN, null, "A", "west"));
            assertThatThrownBy(() -> preview.write(plan.plan().withSurrogates(4_711)))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(preview::commit).isInstanceOf(UnsupportedOperationException.class);
        });
        assertThat(Held.of(store)).isEqualTo(before);
        assertThat(store.state().generation()).isEqualTo(generation);
    }

    @LookAt("the locks of a dry run: it takes none that a writer needs, and waits for no writer.")
    @Test
    void store112_aDryRunKeepsNoWriterWaiting() {
        DimensionStore store = createWithOneKey();
        preview(store, preview -> {
            preview.read(Map.of(KEY, Long.MIN_VALUE), history -> {});
            plan().insert(Key.of("M2"), version(JAN, null, "A", "west")).commitTo(store);
        });
        if (kit.has(Capability.PREVIEW)) {
            assertThat(keys(store)).hasSize(2);
            try (StoreTransaction writing = store.begin()) {
                plan().insert(Key.of("M3"), version(JAN, null, "A", "west")).writeTo(writing);
                preview(store, preview -> assertThat(preview.state()).isEqualTo(store.state()));
                writing.commit();
            }
            assertThat(keys(store)).hasSize(3);
        }
    }

    private DimensionStore createWithOneKey() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", "west"))
                .evidence(values(KEY, JAN, Sequence.of(1), "A", "west"))
                .reached(new Position("orders", 0, 10))
                .mark(listing(MEMBER, FEB, Sequence.of(2)))
                .rejection(new Rejection(
                        Reason.CONFLICT,
                        "message",
                        Delete.of(Map.of("member_id", "M1"), JAN, Sequence.of(1)),
                        KEY,
                        "identity"))
                .commitTo(store);
        return store;
    }

    private void preview(DimensionStore store, Consumer<StoreTransaction> rule) {
        if (!kit.has(Capability.PREVIEW)) {
            assertThatThrownBy(store::preview).isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        try (StoreTransaction preview = store.preview()) {
            rule.accept(preview);
        }
    }
}
