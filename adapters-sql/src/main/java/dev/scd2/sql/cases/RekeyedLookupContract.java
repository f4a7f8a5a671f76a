package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.MissingVersion;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.RekeyResult;
import dev.scd2.sql.rekey.RekeyedFact;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Properties;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Facts that look a dimension up by other columns than its natural key follow its history: after random late changes they
 * hold what a join of all facts gives, and only those whose answer changed are written.
 *
 * <p>{@code -Dscd2.rekey.batches=…} says how many batches of late changes each history has (40 unless said), {@code
 * -Dscd2.seed=…} which.
 */
public abstract class RekeyedLookupContract {
    private static final int HISTORIES = 4;
    private static final DateAnchor EVENING = DateAnchor.endOfDay(ZoneId.of("America/Chicago"));
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_2 = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant DAY_3 = Instant.parse("2026-01-03T00:00:00Z");

    private Connection connection;
    private long said;

    /** Returns a connection to a database without the dimension {@code provider} and the table {@code fact}. */
    protected abstract Connection connect() throws SQLException;

    /** Returns the store of {@code dimension} that writes in the transaction of {@code open}. */
    protected abstract DimensionStore joining(Connection open, Dimension dimension);

    /** Returns the dialect of the database. */
    protected abstract Dialect dialect();

    /** Takes away all tables, which are those of the open transaction unless making one ends it. */
    protected void undo(Connection open) throws SQLException {
        open.rollback();
    }

    @BeforeEach
    final void begin() throws SQLException {
        connection = connect();
        connection.setAutoCommit(false);
    }

    @AfterEach
    final void end() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    final void factsRekeyedBatchByBatchEqualAFullJoinAndOnlyThoseThatDifferAreWritten() throws SQLException {
        SplittableRandom random = new SplittableRandom(Properties.seed());
        long passedOver = 0;
        Map<String, Long> outcomes = new HashMap<>();
        for (int history = 0; history < HISTORIES; history++) {
            passedOver += follow(random.split(), history, outcomes);
            undo(connection);
        }
        assertThat(passedOver).as("facts that were not looked at").isPositive();
        assertThat(outcomes)
                .containsKeys("MATCHED", "AMBIGUOUS", "GAP", "BEFORE_FIRST", "UNKNOWN_KEY", "NULL_KEY", "NULL_TIME");
    }

    /** Returns how many facts were not looked at, over all batches. */
    private long follow(SplittableRandom random, int history, Map<String, Long> outcomes) throws SQLException {
        Dimension dimension = dimension(random);
        DimensionStore store = joining(connection, dimension);
        LookedUpFacts facts = new LookedUpFacts(connection, dialect());
        facts.addRandom(random, DAY_1, 150);
        MissingVersion missing =
                history % 2 == 0 ? new MissingVersion.NoSurrogate() : new MissingVersion.UnknownRow(-1);
        Rekeying rekeying = Rekeying.of(table(dimension, missing), dialect());
        rekeying.prepare(connection);
        rekeying.applyToAll(connection, fact -> {});
        List<Rewrite> waiting = new ArrayList<>();
        long passedOver = 0;
        long moved = 0;
        for (int i = 0; i < Integer.getInteger("scd2.rekey.batches", 40); i++) {
            waiting.add(new Rewrite(
                    dimension, History.of(store).apply(batch(random, dimension)).plan()));
            if (random.nextInt(4) == 0) {
                continue;
            }
            String where = "seed " + Properties.seed() + ", history " + history + ", batch " + i;
            List<LookedUpFacts.Held> before = facts.held();
            List<LookedUpFacts.Held> wanted = facts.wanted(store, EVENING, missing);
            RekeyResult foreseen = rekeying.dryRun(connection, waiting, fact -> {});
            List<RekeyedFact> written = new ArrayList<>();
            RekeyResult result = rekeying.apply(connection, waiting, written::add);
            assertThat(facts.held()).as(where).isEqualTo(wanted);
            assertThat(foreseen).as(where).isEqualTo(result);
            assertThat(result.differing()).as(where).isEqualTo(differing(before, wanted));
            assertThat(written).as(where).hasSize((int) result.total());
            wanted.forEach(held -> outcomes.merge(held.outcome(), 1L, Long::sum));
            passedOver += 2L * before.size()
                    - result.looked().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            moved += result.total();
            waiting.clear();
        }
        rekeying.apply(connection, waiting, fact -> {});
        assertThat(rekeying.compareAll(connection, fact -> {}).total()).isZero();
        assertThat(moved).isPositive();
        return passedOver;
    }

    private static Map<String, Long> differing(List<LookedUpFacts.Held> before, List<LookedUpFacts.Held> wanted) {
        long any = 0;
        long best = 0;
        for (int i = 0; i < before.size(); i++) {
            any += before.get(i).anyEquals(wanted.get(i)) ? 0 : 1;
            best += Objects.equals(before.get(i).best(), wanted.get(i).best()) ? 0 : 1;
        }
        return Map.of("any", any, "best", best);
    }

    @Test
    final void whoeverTakesOverANumberTakesItsFactsFromThenOn() throws SQLException {
        Dimension dimension = dimension(new SplittableRandom(1));
        DimensionStore store = joining(connection, dimension);
        LookedUpFacts facts = new LookedUpFacts(connection, dialect());
        facts.add(new LookedUpFacts.Fact(1, "n1", DAY_1, null));
        facts.add(new LookedUpFacts.Fact(2, "n1", DAY_3, null));
        facts.add(new LookedUpFacts.Fact(3, "n2", DAY_3, null));
        Rekeying rekeying = Rekeying.of(table(dimension, new MissingVersion.NoSurrogate()), dialect());
        rekeying.prepare(connection);
        rekeying.applyToAll(connection, fact -> {});
        rekeyed(rekeying, store, observed(1, "n1", DAY_1));
        assertThat(facts.outcomes()).containsExactly("MATCHED", "MATCHED", "UNKNOWN_KEY");
        List<RekeyedFact> second = rekeyed(rekeying, store, observed(2, "n1", DAY_2));
        assertThat(second).extracting(RekeyedFact::fact).contains(List.of(2L)).doesNotContain(List.of(1L), List.of(3L));
        assertThat(facts.outcomes()).containsExactly("MATCHED", "AMBIGUOUS", "UNKNOWN_KEY");
        List<RekeyedFact> other = rekeyed(rekeying, store, observed(1, "n2", DAY_3));
        assertThat(facts.outcomes()).containsExactly("MATCHED", "MATCHED", "MATCHED");
        assertThat(other)
                .filteredOn(fact -> fact.key().equals("any"))
                .extracting(RekeyedFact::effect)
                .containsOnly(RekeyedFact.Effect.GAINED);
        assertThat(other.get(0).changed()).contains("npi");
        assertThat(other.get(0).outcome()).isEqualTo(Outcome.MATCHED);
    }

    @Test
    final void lookupsNameColumnsThatAreKeptAndInferNothing() {
        FactKey whole = FactKey.in(dimension(new SplittableRandom(1)), StoreOptions.standard())
                .by("npi")
                .at("served_at")
                .surrogate("any_sk");
        FactTable facts = FactTable.named("fact", "number");
        assertThatThrownBy(() -> facts.keyed(whole.lookupKey("tax_id"))).hasMessageContaining("does not keep");
        assertThatThrownBy(() -> facts.keyed(whole.lookupKey("npi").lookupOrder("tax_id")))
                .hasMessageContaining("does not keep");
        assertThatThrownBy(() -> facts.keyed(whole.lookupKey("npi", "name"))).hasMessageContaining("[npi, name]");
        assertThatThrownBy(() -> facts.keyed(
                        whole.lookupKey("npi").missing(new MissingVersion.Inferred(MissingVersion.Arrival.KEEP))))
                .hasMessageContaining("natural key");
    }

    private List<RekeyedFact> rekeyed(Rekeying rekeying, DimensionStore store, Change change) {
        List<RekeyedFact> moved = new ArrayList<>();
        rekeying.apply(
                connection,
                List.of(new Rewrite(
                        store.dimension(),
                        History.of(store).apply(Batch.of(change)).plan())),
                moved::add);
        return moved;
    }

    private Change observed(long id, String npi, Instant from) {
        return Observation.of(Map.of("id", id, "npi", npi, "rank", id, "name", "x"), from, Sequence.of(++said));
    }

    private static Dimension dimension(SplittableRandom random) {
        return Dimension.named("provider")
                .key("id", ColumnType.LONG)
                .track("npi", ColumnType.TEXT)
                .track("rank", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .overwrite("phone", ColumnType.TEXT)
                .personal("npi")
                .deletes(random.nextBoolean() ? DeletePolicy.CLOSE : DeletePolicy.MARK)
                .systemTime(random.nextInt(3) == 0 ? SystemTime.LOAD : SystemTime.NONE)
                .build();
    }

    private static FactTable table(Dimension dimension, MissingVersion missing) {
        FactKey byNumber = FactKey.in(dimension, StoreOptions.standard())
                .by("npi")
                .lookupKey("npi")
                .missing(missing);
        return FactTable.named("fact", "number")
                .keyed(byNumber.as("any")
                        .at("served_at")
                        .surrogate("any_sk")
                        .outcome("any_outcome")
                        .hash("any_hash"))
                .keyed(byNumber.as("best")
                        .lookupOrder("rank", "name")
                        .at("paid_on", EVENING)
                        .surrogate("best_sk"));
    }

    private Batch batch(SplittableRandom random, Dimension dimension) {
        Batch.Builder batch = Batch.builder().loadId("load " + said).systemTime(DAY_1.plusSeconds(said));
        for (int i = random.nextInt(3); i >= 0; i--) {
            said++;
            batch.change(change(random).withPosition(new Position(dimension.name(), 0, said)));
        }
        return batch.build();
    }

    private Change change(SplittableRandom random) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", (long) random.nextInt(5));
        Instant from = DAY_1.plusSeconds(3_600L * random.nextInt(120));
        Instant to = from.plusSeconds(3_600L * (1 + random.nextInt(30)));
        Sequence sequence = Sequence.of(said);
        int kind = random.nextInt(24);
        if (kind == 0) {
            return new Erasure(row, sequence, null, null);
        }
        if (kind <= 3) {
            return Delete.of(row, from, sequence);
        }
        if (kind <= 5) {
            return Correction.absence(row, from, to, sequence);
        }
        if (random.nextInt(8) > 0) {
            row.put("npi", "n" + random.nextInt(4));
        }
        if (kind <= 8) {
            return Correction.put(row, from, to, sequence);
        }
        row.put("rank", (long) random.nextInt(3));
        if (kind <= 12) {
            return Patch.of(row, from, sequence);
        }
        row.put("name", random.nextBoolean() ? "ä" + random.nextInt(2) : "Z");
        row.put("phone", "p" + random.nextInt(2));
        return Observation.of(row, from, sequence);
    }
}
