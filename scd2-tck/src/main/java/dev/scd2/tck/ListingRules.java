package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a listing is compared with the versions in force at its time. */
abstract class ListingRules extends StoreRules {
    private static final Sequence NINE = Sequence.of(9);
    private static final Key M1 = Key.of("M1");
    private static final Key M2 = Key.of("M2");
    private static final Key M3 = Key.of("M3");

    ListingRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("the comparison of what is said with what is shown: null is a value, the version must be in force "
            + "at that instant and mark no absence, and no statement may begin at it.")
    @Test
    void store80_aKeyThatChangesAnythingDiffers() {
        DimensionStore store = createWithThreeKeys();
        List<Evidence> news = List.of(
                values(M1, JAN.minusNanos(1_000), NINE, "A", "west"),
                values(M1, JAN, Sequence.of(1), "A", "west"),
                values(M1, JAN, NINE, "A", "west"),
                values(M1, FEB, NINE, "A", null),
                values(M1, FEB, NINE, "B", Row.unsaid()),
                values(M1, MAR, NINE, "A", "west"),
                values(M1, MAR, NINE, Row.unsaid(), "west"),
                values(Key.of("M4"), FEB, NINE, Row.unsaid(), Row.unsaid()),
                values(M3, FEB, NINE, null, null),
                values(M3, FEB, NINE, "A", "west"));
        for (Evidence statement : news) {
            assertThat(compare(store, statement).differing())
                    .as("%s at %s", statement.kind(), Instants.ofMicros(statement.validFrom()))
                    .containsExactly(statement.key());
        }
    }

    @LookAt(
            "what is called new although a version in force shows it: equality of null, columns that the listing lacks.")
    @Test
    void store81_aKeyListedWithWhatItsVersionShowsDoesNotDiffer() {
        DimensionStore store = createWithThreeKeys();
        List<Evidence> repetitions = List.of(values(M1, FEB, NINE, "A", "west"), values(M1, APR, NINE, "B", null));
        for (Evidence statement : repetitions) {
            assertThat(compare(store, statement).differing())
                    .as("%s at %s", statement.kind(), Instants.ofMicros(statement.validFrom()))
                    .isEqualTo(kit.has(Capability.REPETITIONS) ? Set.of() : Set.of(M1));
        }
        SnapshotMark all = listing(MEMBER, FEB, NINE);
        SnapshotMark plans =
                new SnapshotMark(all.kind(), all.at(), all.sequence(), Set.of("plan"), all.scope(), all.systemTime());
        assertThat(compare(store, plans, List.of(values(M1, FEB, NINE, "A", Row.unsaid())))
                        .differing())
                .isEqualTo(kit.has(Capability.REPETITIONS) ? Set.of() : Set.of(M1));
        assertThat(compare(store, plans, List.of(values(M1, FEB, NINE, "B", Row.unsaid())))
                        .differing())
                .containsExactly(M1);
    }

    @LookAt("what keeps a listed key from being a repetition: a correction or an erasure that is remembered.")
    @Test
    void store82_aKeyWithACorrectionOrAnErasureDiffers() {
        DimensionStore store = create(MEMBER);
        for (Key key : List.of(M1, M2, M3)) {
            plan().insert(key, version(JAN, null, "A", "west"))
                    .evidence(values(key, JAN, Sequence.of(1), "A", "west"))
                    .commitTo(store);
        }
        plan().evidence(
                        correction(M1, Kind.UPDATE, APR, null, Sequence.of(2), "A", Row.unsaid()),
                        erasure(M2, Sequence.of(2), 2))
                .commitTo(store);

        Listing compared = compare(
                store,
                listing(MEMBER, FEB, NINE),
                List.of(
                        values(M1, FEB, NINE, "A", "west"),
                        values(M2, FEB, NINE, "A", "west"),
                        values(M3, FEB, NINE, "A", "west")));
        assertThat(compared.differing()).contains(M1, M2);
        assertThat(compared.missing()).isEmpty();
    }

    @LookAt("the bounds: a version is in force from its start, inclusive, to its end, exclusive.")
    @Test
    void store83_aKeyInForceThatIsNotListedIsMissing() {
        DimensionStore store = createWithThreeKeys();
        assertThat(missing(store, JAN.minusNanos(1_000))).isEmpty();
        assertThat(missing(store, JAN)).containsExactlyInAnyOrder(M1, M3);
        assertThat(missing(store, FEB)).containsExactlyInAnyOrder(M1, M2);
        assertThat(missing(store, MAR.minusNanos(1_000))).containsExactlyInAnyOrder(M1, M2);
        assertThat(missing(store, APR)).containsExactlyInAnyOrder(M1);

        Listing listed = compare(store, listing(MEMBER, FEB, NINE), List.of(values(M1, FEB, NINE, "B", "west")));
        assertThat(listed.missing()).containsExactly(M2);
    }

    @LookAt("what is missing though no version shows it: a statement that begins then, a correction over it.")
    @Test
    void store84_aKeyWithAStatementThatBeginsThenOrACorrectionOverItIsMissingToo() {
        DimensionStore store = create(MEMBER);
        plan().evidence(
                        delete(M1, FEB, NINE, 2),
                        delete(Key.of("earlier said"), FEB, Sequence.of(8), 2),
                        delete(Key.of("elsewhere"), JAN, NINE, 2),
                        correction(M2, Kind.UPDATE, JAN, MAR, Sequence.of(1), "A", Row.unsaid()),
                        correction(Key.of("before"), Kind.PUT, JAN, FEB, Sequence.of(1), "A", Row.unsaid()),
                        correction(M3, Kind.ABSENCE, FEB, null, NINE, Row.unsaid(), Row.unsaid()))
                .commitTo(store);

        assertThat(missing(store, FEB)).containsExactlyInAnyOrder(M1, Key.of("earlier said"), M2, M3);
    }

    @LookAt("what is counted for the brake: keys in scope by what their versions show, marks left out.")
    @Test
    void store85_theKeysInForceInScopeAreCounted() {
        DimensionStore store = createWithThreeKeys();
        assertThat(compare(store, listing(MEMBER, JAN, NINE), List.of()).inForce())
                .isEqualTo(2);
        assertThat(compare(store, listing(MEMBER, FEB, NINE), List.of()).inForce())
                .isEqualTo(2);
        assertThat(compare(store, listing(MEMBER, MAR, NINE), List.of()).inForce())
                .isEqualTo(1);
        assertThat(inForce(store, FEB, "region", "west")).isEqualTo(1);
        assertThat(inForce(store, FEB, "region", "east")).isEqualTo(1);
        assertThat(inForce(store, FEB, "region", null)).isZero();
        assertThat(inForce(store, MAR, "region", null)).isEqualTo(1);
        assertThat(inForce(store, FEB, "member_id", "M2")).isEqualTo(1);
        assertThat(inForce(store, FEB, "member_id", "m2")).isZero();
    }

    @LookAt("a truncate: nothing is listed by it, whatever was listed before, and every key in force is missing.")
    @Test
    void store86_toATruncateEveryKeyIsMissing() {
        DimensionStore store = createWithThreeKeys();
        SnapshotMark truncate = new SnapshotMark(
                SnapshotMark.Kind.TRUNCATE, Instants.toMicros(FEB), NINE, Set.of(), Map.of(), Evidence.NO_TIME);
        assertEveryKeyIsMissing(compare(store, truncate, List.of()));
        try (StoreTransaction transaction = store.begin()) {
            List<Evidence> listed = List.of(values(M1, FEB, NINE, "B", "west"));
            assertThat(transaction
                            .compare(listing(MEMBER, FEB, NINE), listed.iterator())
                            .missing())
                    .containsExactly(M2);
            assertEveryKeyIsMissing(transaction.compare(truncate, Collections.emptyIterator()));
        }
    }

    private static void assertEveryKeyIsMissing(Listing compared) {
        assertThat(compared.missing()).containsExactlyInAnyOrder(M1, M2);
        assertThat(compared.differing()).isEmpty();
        assertThat(compared.inForce()).isEqualTo(2);
    }

    @LookAt("how the listing reaches the database: tens of thousands of rows must fit.")
    @Test
    void store87_aListingOfThousandsIsComparedAsASet() {
        DimensionStore store = create(MEMBER);
        PlanDraft plan = plan();
        List<Evidence> listed = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Key key = Key.of("M" + i);
            if (i % 2 == 0) {
                plan.insert(key, version(JAN, null, "A" + i, i % 4 == 0 ? "west" : null));
                plan.evidence(values(key, JAN, Sequence.of(1), "A" + i, i % 4 == 0 ? "west" : null));
            }
            if (i % 3 != 0) {
                listed.add(values(key, FEB, NINE, "A" + i, "west"));
            }
        }
        plan.commitTo(store);

        Listing compared = compare(store, listing(MEMBER, FEB, NINE), listed);
        assertThat(compared.inForce()).isEqualTo(3_000);
        assertThat(compared.missing()).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(compared.differing()).hasSize(kit.has(Capability.REPETITIONS) ? 3_000 : 4_000);
    }

    @LookAt("a key that is listed twice: one of its rows repeats what is shown, and the other does not.")
    @Test
    void store88_aKeyListedTwiceDiffersIfOneOfItsStatementsDoes() {
        DimensionStore store = createWithThreeKeys();
        Evidence same = values(M1, FEB, NINE, "A", "west");
        Evidence other = values(M1, FEB, NINE, "B", "west");
        for (List<Evidence> listed : List.of(List.of(same, other), List.of(other, same))) {
            assertThat(compare(store, listing(MEMBER, FEB, NINE), listed).differing())
                    .containsExactly(M1);
        }
    }

    /** M1 has two versions, M2 one that ends in March, M3 one that ends in February and a mark of its absence. */
    private DimensionStore createWithThreeKeys() {
        DimensionStore store = create(MEMBER);
        plan().insert(M1, version(JAN, MAR, "A", "west"))
                .insert(M1, version(MAR, null, "B", null))
                .insert(M2, version(FEB, MAR, "A", "east"))
                .insert(M3, version(JAN, FEB, "A", "west"))
                .insert(M3, deleted(Interval.startingAt(FEB), 2))
                .evidence(values(M1, JAN, Sequence.of(1), "A", "west"), values(M1, MAR, Sequence.of(2), "B", null))
                .commitTo(store);
        return store;
    }

    private static List<Key> missing(DimensionStore store, Instant at) {
        return compare(store, listing(MEMBER, at, NINE), List.of()).missing();
    }

    private static long inForce(DimensionStore store, Instant at, String column, @Nullable String value) {
        Map<String, @Nullable Object> scope = new HashMap<>();
        scope.put(column, value);
        SnapshotMark all = listing(MEMBER, at, NINE);
        SnapshotMark scoped =
                new SnapshotMark(all.kind(), all.at(), all.sequence(), all.said(), scope, all.systemTime());
        return compare(store, scoped, List.of()).inForce();
    }

    private static Listing compare(DimensionStore store, Evidence statement) {
        Instant at = Instants.ofMicros(statement.validFrom());
        return compare(store, listing(MEMBER, at, statement.sequence()), List.of(statement));
    }

    private static Listing compare(DimensionStore store, SnapshotMark listing, List<Evidence> statements) {
        try (StoreTransaction transaction = store.begin()) {
            return transaction.compare(listing, statements.iterator());
        }
    }
}
