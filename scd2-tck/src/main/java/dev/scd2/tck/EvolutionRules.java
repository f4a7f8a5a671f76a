package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store under a wider definition; one that cannot get columns says so. */
abstract class EvolutionRules extends StoreRules {
    private static final Key KEY = Key.of("M1");
    private static final BigDecimal AMOUNT = new BigDecimal("1.50");

    EvolutionRules(StoreKit kit) {
        super(kit);
    }

    private static Dimension.Builder member() {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("amount", ColumnType.decimal(9, 2))
                .allowNewColumns();
    }

    @LookAt("the new columns: unsaid in evidence, null in versions, and nothing else is touched.")
    @Test
    void store100_addedColumnsAreUnsaidInThePastAndNoVersionChanges() {
        DimensionStore store = createWithOneKey();
        StoredVersion before = onlyVersion(store, KEY);
        if (refusesToEvolve(store)) {
            return;
        }
        DimensionStore wider = evolve(
                store,
                member().overwrite("phone", ColumnType.TEXT)
                        .track("some \"bytes\"", ColumnType.BYTES)
                        .build());

        StoredVersion after = onlyVersion(wider, KEY);
        assertThat(after.version()).isEqualTo(version(JAN, null, "A", AMOUNT, null, null));
        assertThat(after.surrogate()).isEqualTo(before.surrogate());
        assertThat(after.attributeHash()).isEqualTo(before.attributeHash());
        assertThat(after.loadId()).isEqualTo(before.loadId());
        assertThat(wider.history(KEY).evidence())
                .containsExactly(values(KEY, JAN, Sequence.of(1), "A", AMOUNT, Row.unsaid(), Row.unsaid()));
        assertThat(wider.dimension().attributes()).hasSize(4);
    }

    @LookAt("values of a type that was widened: they are the same values, in versions and in evidence.")
    @Test
    void store101_aWiderTypeHoldsTheOldValues() {
        DimensionStore store = createWithOneKey();
        if (refusesToEvolve(store)) {
            return;
        }
        DimensionStore wider = evolve(
                store,
                Dimension.named("member")
                        .key("member_id", ColumnType.TEXT)
                        .track("plan", ColumnType.TEXT)
                        .track("amount", ColumnType.decimal(20, 4))
                        .allowNewColumns()
                        .build());
        assertThat((BigDecimal) onlyVersion(wider, KEY).version().row().value(1))
                .isEqualByComparingTo(AMOUNT);
        BigDecimal wide = new BigDecimal("1234567890123456.1234");
        plan().insert(Key.of("M2"), version(JAN, null, "A", wide)).commitTo(wider);
        assertThat(versions(wider, Key.of("M2"))).containsExactly(version(JAN, null, "A", wide));
    }

    @LookAt("what is compared before anything is altered: names, order, types, policies, the key.")
    @Test
    void store102_anyOtherDifferenceIsRefusedAndNothingWasChanged() {
        DimensionStore store = createWithOneKey();
        if (refusesToEvolve(store)) {
            return;
        }
        List<Held> before = Held.of(store);
        List<Dimension> others = List.of(
                member("plan", ColumnType.TEXT, "amount", ColumnType.decimal(5, 2)),
                member("plan", ColumnType.LONG, "amount", ColumnType.decimal(9, 2)),
                member("amount", ColumnType.decimal(9, 2), "plan", ColumnType.TEXT),
                member("plan", ColumnType.TEXT, "sum", ColumnType.decimal(9, 2)),
                Dimension.named("member")
                        .key("member_id", ColumnType.TEXT)
                        .track("plan", ColumnType.TEXT)
                        .allowNewColumns()
                        .build(),
                Dimension.named("member")
                        .key("id", ColumnType.TEXT)
                        .track("plan", ColumnType.TEXT)
                        .track("amount", ColumnType.decimal(9, 2))
                        .allowNewColumns()
                        .build());
        for (Dimension other : others) {
            assertThatThrownBy(() -> store.evolve(other))
                    .as("evolving to %s", other.attributes())
                    .isInstanceOf(InvalidChangeException.class);
            assertThat(Held.of(store)).isEqualTo(before);
        }
    }

    @LookAt("whether the store asks its own dimension first.")
    @Test
    void store103_aDimensionThatAllowsNoNewColumnsGetsNone() {
        DimensionStore store = create(MEMBER);
        Dimension wider = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("region", ColumnType.TEXT)
                .track("extra", ColumnType.TEXT)
                .build();
        assertThatThrownBy(() -> store.evolve(wider))
                .isInstanceOf(
                        kit.has(Capability.EVOLUTION)
                                ? InvalidChangeException.class
                                : UnsupportedOperationException.class);
        plan().insert(KEY, version(JAN, null, "A", "west")).commitTo(store);
        assertThat(versions(store, KEY)).hasSize(1);
    }

    @LookAt("what else is kept of a dimension: positions, listings, quarantine, surrogate keys, the secret.")
    @Test
    void store104_everythingElseThatIsHeldStays() {
        DimensionStore store = createWithOneKey();
        SnapshotMark listing = listing(store.dimension(), FEB, Sequence.of(7));
        plan().reached(new Position("orders", 0, 10)).mark(listing).commitTo(store);
        var secret = store.state().erasureSecret();
        if (refusesToEvolve(store)) {
            return;
        }
        DimensionStore wider =
                evolve(store, member().track("extra", ColumnType.LONG).build());

        assertThat(wider.reached("orders", 0)).contains(new Position("orders", 0, 10));
        assertThat(wider.snapshots()).containsExactly(listing);
        assertThat(wider.state().erasureSecret()).isEqualTo(secret);
        Evidence said = values(KEY, FEB, Sequence.of(8), "B", AMOUNT, 7L);
        plan().insert(Key.of("M2"), version(FEB, null, "B", AMOUNT, 7L))
                .evidence(said)
                .commitTo(wider);
        assertThat(versions(wider, Key.of("M2"))).containsExactly(version(FEB, null, "B", AMOUNT, 7L));
        assertThat(wider.history(KEY).evidence()).contains(said);
        assertThat(onlyVersion(wider, Key.of("M2")).surrogate())
                .isNotEqualTo(onlyVersion(wider, KEY).surrogate());
    }

    private DimensionStore createWithOneKey() {
        DimensionStore store = create(member().build());
        plan().insert(KEY, version(JAN, null, "A", AMOUNT))
                .evidence(values(KEY, JAN, Sequence.of(1), "A", AMOUNT))
                .commitTo(store);
        return store;
    }

    private boolean refusesToEvolve(DimensionStore store) {
        if (kit.has(Capability.EVOLUTION)) {
            return false;
        }
        Dimension wider = member().track("extra", ColumnType.TEXT).build();
        assertThatThrownBy(() -> store.evolve(wider)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(versions(store, KEY)).hasSize(1);
        return true;
    }

    private static Dimension member(String first, ColumnType firstType, String second, ColumnType secondType) {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track(first, firstType)
                .track(second, secondType)
                .allowNewColumns()
                .build();
    }
}
