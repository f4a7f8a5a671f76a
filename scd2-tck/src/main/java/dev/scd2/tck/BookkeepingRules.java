package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.AuditEntry.Event;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.SnapshotMark.Kind;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Positions, listings, quarantine and the audit trail. */
abstract class BookkeepingRules extends StoreRules {
    BookkeepingRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("the update of a position: it takes the greater of what is held and what is written.")
    @Test
    void store50_aPositionNeverMovesBack() {
        DimensionStore store = create(MEMBER);
        plan().reached(new Position("orders", 0, 10)).commitTo(store);
        plan().reached(new Position("orders", 0, 7)).commitTo(store);
        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 10));
        plan().reached(new Position("orders", 0, 11)).commitTo(store);
        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 11));
    }

    @LookAt("the key of positions: source and partition, both.")
    @Test
    void store51_positionsAreKeptForEachPartitionOfEachSource() {
        DimensionStore store = create(MEMBER);
        plan().reached(
                        new Position("orders", 0, 10),
                        new Position("orders", 1, 20),
                        new Position("Orders", 0, 30),
                        new Position("it's \"odd\"", 0, Long.MAX_VALUE))
                .commitTo(store);

        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 10));
        assertThat(store.reached("orders", 1)).contains(new Position("orders", 1, 20));
        assertThat(store.reached("Orders", 0)).contains(new Position("Orders", 0, 30));
        assertThat(store.reached("it's \"odd\"", 0)).contains(new Position("it's \"odd\"", 0, Long.MAX_VALUE));
        assertThat(store.reached("orders", 2)).isEmpty();
    }

    @LookAt("how changes are stored in quarantine: every kind, every part, values of the types they had.")
    @Test
    void store52_aRejectionComesBackWhole() {
        DimensionStore store = create(MEMBER);
        Map<String, @Nullable Object> odd = new HashMap<>();
        odd.put("member_id", null);
        odd.put("say \"hi\"", "\\N\t\uD83D\uDE00");
        odd.put("a_decimal", new BigDecimal("1.50"));
        odd.put("a_double", Double.NaN);
        odd.put("a_long", Long.MIN_VALUE);
        odd.put("a_date", LocalDate.of(2026, 2, 28));
        odd.put("an_instant", JAN.plusNanos(1_000));
        odd.put("a_truth", false);
        Position position = new Position("odd 'source'", 3, Long.MAX_VALUE);
        Sequence sequence = Sequence.of(Long.MIN_VALUE, 7);
        List<Change> changes = List.of(
                new Observation(odd, JAN, sequence, position, FEB),
                new Observation(Map.of(), null, null, null),
                new Patch(odd, JAN, sequence, null),
                new Delete(odd, JAN, sequence, position),
                new Truncate(JAN, sequence, position, FEB),
                new Correction(odd, JAN, null, Correction.Existence.UNSAID, sequence, null, null),
                new Correction(odd, JAN, FEB, Correction.Existence.ABSENT, sequence, null, null),
                new Span("p 1", odd, JAN, FEB, false, sequence, position),
                new Span("", odd, null, null, true, sequence, position),
                new Erasure(odd, sequence, position, null));
        PlanDraft plan = plan();
        List<Rejection> rejections = new ArrayList<>();
        for (Change change : changes) {
            Key key = rejections.isEmpty() ? null : Key.of("M" + rejections.size() % 2);
            String message = "A value of class \"String\" is no long;\n'fix' it.";
            rejections.add(new Rejection(Reason.WRONG_TYPE, message, change, key, "id-" + rejections.size()));
        }
        plan.rejection(rejections.toArray(Rejection[]::new)).commitTo(store);

        assertThat(store.quarantine()).containsExactlyElementsOf(rejections);
    }

    @LookAt("what makes an entry of quarantine unique: its identity, in one plan and across plans.")
    @Test
    void store53_aRejectionOfOneIdentityIsHeldOnce() {
        DimensionStore store = create(MEMBER);
        plan().rejection(rejection("a"), rejection("b"), rejection("a")).commitTo(store);
        plan().rejection(rejection("b"), rejection("c")).commitTo(store);

        assertThat(store.quarantine()).extracting(Rejection::identity).containsExactlyInAnyOrder("a", "b", "c");
    }

    @LookAt("what orders quarantine: the order of arrival, over batches.")
    @Test
    void store54_quarantineShowsTheOldestFirst() {
        DimensionStore store = create(MEMBER);
        for (String identity : new String[] {"c", "a", "d", "b"}) {
            plan().rejection(rejection(identity)).commitTo(store);
        }
        plan().rejection(rejection("a")).commitTo(store);

        assertThat(store.quarantine()).extracting(Rejection::identity).containsExactly("c", "a", "d", "b");
    }

    @LookAt("the columns of listings: place, what was said, the scope with its types, the recorded time.")
    @Test
    void store55_listingsAndTruncatesAreRememberedWholeAndShownToTheNextBatch() {
        DimensionStore store = create(MEMBER);
        Map<String, @Nullable Object> scope = new HashMap<>();
        scope.put("plan", "it's");
        scope.put("region", null);
        long at = Instants.toMicros(JAN) + 1;
        SnapshotMark one = listing(MEMBER, JAN.plusNanos(1_000), Sequence.of(1));
        SnapshotMark two =
                new SnapshotMark(Kind.LISTING, at, Sequence.of(1, 0), Set.of("plan"), scope, Evidence.NO_TIME);
        SnapshotMark three = new SnapshotMark(
                Kind.TRUNCATE,
                Instants.toMicros(Instants.MIN),
                Sequence.of(-1, Long.MAX_VALUE),
                Set.of(),
                Map.of(),
                Evidence.NO_TIME);
        SnapshotMark four = new SnapshotMark(Kind.SPAN_LISTING, at, Sequence.of(1), Set.of(), Map.of(), at);
        assertThat(store.snapshots()).isEmpty();
        plan().mark(one).commitTo(store);
        plan().mark(two).mark(three).mark(four).commitTo(store);
        plan().mark(one).commitTo(store);

        assertThat(store.snapshots()).containsExactlyInAnyOrder(one, two, three, four);
        try (StoreTransaction transaction = store.begin()) {
            assertThat(transaction.snapshots()).containsExactlyInAnyOrder(one, two, three, four);
        }
    }

    @LookAt("what an empty plan does: it is legal and changes nothing.")
    @Test
    void store56_anEmptyPlanChangesNothing() {
        DimensionStore store = create(MEMBER);
        plan().commitTo(store);
        assertThat(scan(store)).isEmpty();
        assertThat(store.quarantine()).isEmpty();
        assertThat(store.dimension().name()).isEqualTo("member");
    }

    @LookAt("the condition by which rejections are found: the key, all of it, and no other.")
    @Test
    void store57_rejectionsOfAKeyAreShownToTheNextBatch() {
        DimensionStore store = create(MEMBER);
        Rejection[] all = {rejection("a", Key.of("M1")), rejection("b", Key.of("M2")), rejection("c", Key.of("M1"))};
        plan().rejection(all).rejection(rejection("d")).commitTo(store);

        try (StoreTransaction transaction = store.begin()) {
            assertThat(transaction.quarantined(Set.of(Key.of("M1"), Key.of("M3"))))
                    .containsExactlyInAnyOrder(all[0], all[2]);
            assertThat(transaction.quarantined(Set.of())).isEmpty();
            assertThat(transaction.quarantined(Set.of(Key.of("m1")))).isEmpty();
        }
    }

    @LookAt("the order of the two: what is resolved leaves before what is rejected comes in.")
    @Test
    void store58_whatIsResolvedLeavesQuarantineBeforeRejectionsComeIn() {
        DimensionStore store = create(MEMBER);
        plan().rejection(rejection("a"), rejection("b"), rejection("c")).commitTo(store);
        Rejection redacted = new Rejection(
                Reason.CONFLICT, "redacted", Delete.of(Map.of("member_id", "M1"), JAN, Sequence.of(1)), null, "b");

        plan().resolved("a", "b", "unknown").rejection(redacted).commitTo(store);

        assertThat(store.quarantine()).extracting(Rejection::identity).containsExactlyInAnyOrder("b", "c");
        assertThat(store.quarantine()).contains(redacted);
    }

    @LookAt("the columns and the order of the audit trail.")
    @Test
    void store59_theAuditTrailShowsEveryEntryTheOldestFirst() {
        DimensionStore store = create(MEMBER);
        List<AuditEntry> entries = new ArrayList<>();
        assertThat(store.audit()).isEmpty();
        for (Event event : Event.values()) {
            AuditEntry entry = new AuditEntry(event, "it's \"" + event + '"', "a=1 b=\\N", 7L - entries.size());
            entries.add(entry);
            plan().audit(entry).commitTo(store);
        }
        plan().audit(entries.get(0), entries.get(0)).commitTo(store);
        entries.addAll(List.of(entries.get(0), entries.get(0)));

        assertThat(store.audit()).isEqualTo(entries);
    }

    private static Rejection rejection(String identity) {
        return rejection(identity, null);
    }

    private static Rejection rejection(String identity, @Nullable Key key) {
        Change change = Delete.of(Map.of("member_id", identity), JAN, Sequence.of(1));
        return new Rejection(Reason.CONFLICT, "message", change, key, identity);
    }
}
