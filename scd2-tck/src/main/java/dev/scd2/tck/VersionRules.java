package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Key;
import dev.scd2.engine.Invariant;
import dev.scd2.engine.Verification;
import dev.scd2.error.StoreException;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of versions when a plan is written. */
abstract class VersionRules extends StoreRules {
    private static final Key KEY = Key.of("M1");
    private static final Version OPEN = version(JAN, null, "A", "west");

    VersionRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("how a resize finds its row: by surrogate key, never by delete and insert.")
    @Test
    void store7_closingAVersionKeepsItsSurrogateKey() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, OPEN).commitTo(store);
        StoredVersion before = onlyVersion(store, KEY);

        plan().loadId("load-2")
                .resize(before.surrogate(), KEY, OPEN.interval(), Interval.of(JAN, MAR))
                .commitTo(store);

        StoredVersion after = onlyVersion(store, KEY);
        assertThat(after.surrogate()).isEqualTo(before.surrogate());
        assertThat(after.version()).isEqualTo(version(JAN, MAR, "A", "west"));
        assertThat(after.current()).isFalse();
    }

    @LookAt("how an open end is written by an update: it is the sentinel or NULL, not the end it had.")
    @Test
    void store8_aClosedVersionCanBeOpenedAgain() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, MAR, "A", "west")).commitTo(store);
        long surrogate = onlyVersion(store, KEY).surrogate();

        plan().resize(surrogate, KEY, Interval.of(JAN, MAR), Interval.startingAt(JAN))
                .commitTo(store);

        StoredVersion after = onlyVersion(store, KEY);
        assertThat(after.surrogate()).isEqualTo(surrogate);
        assertThat(after.version()).isEqualTo(OPEN);
        assertThat(after.current()).isTrue();
    }

    @LookAt("whether an overwrite writes every attribute, null included, and the hash.")
    @Test
    void store9_anOverwriteReplacesTheValuesAndKeepsSurrogateKeyAndInterval() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, OPEN).commitTo(store);
        StoredVersion before = onlyVersion(store, KEY);
        Version other = version(JAN, null, null, "east");

        plan().overwrite(before.surrogate(), KEY, OPEN, other).commitTo(store);

        StoredVersion after = onlyVersion(store, KEY);
        assertThat(after.surrogate()).isEqualTo(before.surrogate());
        assertThat(after.version()).isEqualTo(other);
        assertThat(after.attributeHash()).isEqualTo(AttributeHash.of(MEMBER, other.row()));
    }

    @LookAt("the order of statements: an overwrite must not put back the end that its version had.")
    @Test
    void store10_anOverwriteAndAResizeOfOneVersionBothTakeEffect() {
        DimensionStore store = create(MEMBER);
        Key other = Key.of("M2");
        plan().insert(KEY, OPEN).insert(other, OPEN).commitTo(store);
        long first = onlyVersion(store, KEY).surrogate();
        long second = onlyVersion(store, other).surrogate();
        Interval closed = Interval.of(JAN, FEB);
        Version after = version(JAN, FEB, "B", "east");

        plan().resize(first, KEY, OPEN.interval(), closed)
                .overwrite(first, KEY, OPEN, after)
                .overwrite(second, other, OPEN, after)
                .resize(second, other, OPEN.interval(), closed)
                .commitTo(store);

        assertThat(versions(store, KEY)).containsExactly(after);
        assertThat(versions(store, other)).containsExactly(after);
    }

    @LookAt("the condition of the delete: the surrogate key of the version, and nothing wider.")
    @Test
    void store11_aRetractRemovesThatVersionAndNoOther() {
        DimensionStore store = create(MEMBER);
        Key other = Key.of("M2");
        plan().insert(KEY, version(JAN, FEB, "A", "west"))
                .insert(KEY, version(FEB, null, "B", "west"))
                .insert(other, version(FEB, null, "B", "west"))
                .commitTo(store);
        StoredVersion second = store.history(KEY).versions().get(1);

        plan().retract(second.surrogate(), KEY, second.version().interval()).commitTo(store);

        assertThat(versions(store, KEY)).containsExactly(version(JAN, FEB, "A", "west"));
        assertThat(versions(store, other)).containsExactly(version(FEB, null, "B", "west"));
    }

    @LookAt("constraints that are checked row by row: they must wait for the end of the batch.")
    @Test
    void store12_theOrderOfMutationsInAPlanDoesNotMatter() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, OPEN).commitTo(store);
        long surrogate = onlyVersion(store, KEY).surrogate();

        plan().insert(KEY, version(FEB, null, "B", "west"))
                .resize(surrogate, KEY, OPEN.interval(), Interval.of(JAN, FEB))
                .commitTo(store);
        assertThat(versions(store, KEY))
                .containsExactly(version(JAN, FEB, "A", "west"), version(FEB, null, "B", "west"));

        long second = store.history(KEY).versions().get(1).surrogate();
        plan().resize(surrogate, KEY, Interval.of(JAN, FEB), OPEN.interval())
                .retract(second, KEY, Interval.startingAt(FEB))
                .commitTo(store);
        assertThat(versions(store, KEY)).containsExactly(OPEN);
    }

    @LookAt("what derives the current flag: open and not a mark of an absence.")
    @Test
    void store13_theCurrentFlagSaysOpenAndNotDeleted() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, FEB, "A", "west"))
                .insert(KEY, deleted(Interval.of(FEB, MAR), 2))
                .insert(KEY, version(MAR, null, "A", "west"))
                .insert(Key.of("M2"), version(JAN, FEB, "A", "west"))
                .insert(Key.of("M2"), deleted(Interval.startingAt(FEB), 2))
                .commitTo(store);

        assertThat(store.history(KEY).versions())
                .extracting(StoredVersion::current)
                .containsExactly(false, false, true);
        assertThat(store.history(Key.of("M2")).versions())
                .extracting(StoredVersion::current)
                .containsExactly(false, false);
        assertThat(versions(store, Key.of("M2")).get(1)).isEqualTo(deleted(Interval.startingAt(FEB), 2));
    }

    @LookAt("whether the hash is computed by AttributeHash over the row as written.")
    @Test
    void store14_theAttributeHashStandsInTheTable() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, OPEN)
                .insert(Key.of("M2"), version(JAN, null, "", null))
                .commitTo(store);

        for (Key key : keys(store)) {
            StoredVersion stored = onlyVersion(store, key);
            assertThat(stored.attributeHash())
                    .isEqualTo(AttributeHash.of(MEMBER, stored.version().row()));
        }
    }

    @LookAt("whether the load id is written with each insert and left alone elsewhere.")
    @Test
    void store15_aNewVersionCarriesTheLoadThatWroteIt() {
        DimensionStore store = create(MEMBER);
        plan().loadId("load-1").insert(KEY, OPEN).commitTo(store);
        plan().loadId("load-2").insert(Key.of("M2"), OPEN).commitTo(store);

        assertThat(onlyVersion(store, KEY).loadId()).isEqualTo("load-1");
        assertThat(onlyVersion(store, Key.of("M2")).loadId()).isEqualTo("load-2");
    }

    @LookAt("the counter behind the surrogate keys and at how a plan's placeholders were replaced.")
    @Test
    void store16_aVersionIsHeldUnderTheSurrogateKeyOfItsInsert() {
        DimensionStore store = create(MEMBER);
        long first;
        try (var transaction = store.begin()) {
            transaction.read(Map.of(KEY, 0L), history -> {});
            first = transaction.reserveSurrogates(2);
            transaction.write(new MutationPlan(
                    "load-1",
                    List.of(new Insert(first + 1, KEY, OPEN)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()));
            transaction.commit();
        }
        assertThat(onlyVersion(store, KEY).surrogate()).isEqualTo(first + 1);
    }

    @LookAt("the exclusion constraint, or, without one, at what becomes of rows that should not be.")
    @Test
    void store17_versionsThatOverlapAreRefusedByTheDatabaseOrFoundByVerification() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, MAR, "A", "west")).commitTo(store);
        PlanDraft overlapping = plan().insert(KEY, version(FEB, null, "B", "west"));
        if (kit.has(Capability.ENFORCED_BY_DATABASE)) {
            assertThatThrownBy(() -> overlapping.commitTo(store)).isInstanceOf(StoreException.class);
            assertThat(versions(store, KEY)).containsExactly(version(JAN, MAR, "A", "west"));
        } else {
            overlapping.commitTo(store);
            assertThat(Verification.of(store).violations().get(Invariant.I1)).isEqualTo(1);
        }
    }
}
