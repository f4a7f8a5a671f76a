package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.examples.healthcare.feed.TopicWriter;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.postgres.capture.Envelope;
import dev.scd2.postgres.capture.EnvelopeSink;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Messages that come again, late, or are none. */
abstract class FeedFaults {
    private static final Duration JUMP = Duration.ofHours(1);
    private static final Pattern TIME = Pattern.compile("(\"ts_(ms|us|ns)\":)(\\d+)");
    private static final Map<String, Long> UNITS = Map.of("ms", 1_000L, "us", 1_000_000L, "ns", 1_000_000_000L);

    @Test
    void redeliveredAndShuffledMessagesChangeNothing() throws Exception {
        try (Trial trial = Trial.named("shuffled");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place).feeding(FeedFaults::shuffled))) {
            trial.changes.steps(60);
            keeper.catchUp();
            trial.changes.steps(60);
            assertThat(keeper.end()).isEmpty();
            trial.requireSame();
            assertThat(trial.count("select count(*) - count(distinct (lsn, total_order)) from raw.member"))
                    .as("messages that came again")
                    .isPositive();
        }
    }

    @Test
    void poisonIsKeptAsItIsAndAllTheRestArrives() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Trial trial = Trial.named("poison");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place).feeding(out -> poisoned(out, sent)))) {
            trial.changes.steps(60);
            keeper.catchUp();
            trial.changes.steps(60);
            assertThat(keeper.end()).isEmpty();
            trial.requireSame();
            String held = "select count(payload) from (select payload, problem from raw.member union all"
                    + " select payload, problem from raw.claim) where problem is not null";
            assertThat(trial.count(held)).isEqualTo(sent.get()).isPositive();
        }
    }

    private static EnvelopeSink poisoned(TopicWriter out, AtomicLong sent) {
        List<String> poison = List.of("{\"op\":\"u\",", "not JSON", "{}", "{\"op\":\"u\",\"after\":7}", "\u0000");
        return batch -> {
            for (Envelope change : batch) {
                out.send(change.topic(), change.key(), change.value());
                String bad = poison.get((int) (sent.getAndIncrement() % poison.size()));
                out.send(change.topic(), sent.get() % 2 == 0 ? change.key() : "no key", bad);
            }
            out.flush();
        };
    }

    /**
     * The clock of the server cannot be turned here: what its commits say is changed in the messages, and what the process takes
     * for the time is given to it. A history that is dated by commits says what that clock said, so it is not compared.
     */
    @Test
    void clocksThatJumpBackDoNotChangeTheOrder() throws Exception {
        AtomicBoolean jumped = new AtomicBoolean();
        InstantSource clock = () -> jumped.get() ? Instant.now().minus(JUMP) : Instant.now();
        try (Trial trial = Trial.named("clock");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place)
                        .by(clock)
                        .feeding(out -> batch -> out.orderly().accept(jumped.get() ? earlier(batch) : batch)))) {
            trial.changes.steps(60);
            keeper.catchUp();
            jumped.set(true);
            trial.changes.steps(60);
            assertThat(keeper.end()).isEmpty();
            Map<String, List<String>> expected = trial.undisturbed();
            Map<String, List<String>> found = Content.of(trial.place.warehouse());
            for (String dated : List.of("dim_member", "dim_member_evidence", "dim_member_quarantine")) {
                Trial.requireSame(dated, found.getOrDefault(dated, List.of()), expected.getOrDefault(dated, List.of()));
            }
            for (String raw : List.of("raw.member", "raw.claim")) {
                Trial.requireSame(raw, withoutTime(found, raw), withoutTime(expected, raw));
            }
            trial.requireEachMessageOnce(trial.place);
            trial.requireRowsOfTheSource(trial.place);
            assertThat(trial.count("select count(*) from raw.claim a join raw.claim b"
                            + " on a.lsn < b.lsn and a.ts_us > b.ts_us where a.problem is null"))
                    .as("changes with an earlier time than one before them")
                    .isPositive();
        }
    }

    private static List<Envelope> earlier(List<Envelope> batch) {
        return batch.stream()
                .map(change -> new Envelope(
                        change.topic(),
                        change.key(),
                        TIME.matcher(change.value())
                                .replaceAll(time -> time.group(1)
                                        + (Long.parseLong(time.group(3))
                                                - JUMP.toSeconds() * UNITS.get(time.group(2))))))
                .toList();
    }

    private static List<String> withoutTime(Map<String, List<String>> content, String table) {
        return content.getOrDefault(table, List.of()).stream()
                .map(row -> row.substring(0, row.lastIndexOf(" | ")))
                .sorted()
                .toList();
    }

    @Test
    void columnThatIsAddedAndTypeThatIsWidenedComeThrough() throws Exception {
        try (Trial trial = Trial.named("altered");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
            trial.changes.steps(60);
            keeper.catchUp();
            trial.change(
                    "alter table %s.member add column phone text default 'none'",
                    "alter table %s.claim alter column member_id type bigint",
                    "update %s.claim set member_id = 5000000000 + id");
            trial.changes.steps(30);
            trial.change("update %s.member set phone = '555-' || id, plan = 'gold'");
            trial.changes.steps(30);
            assertThat(keeper.end()).isEmpty();
            trial.requireSame();
            assertThat(trial.count("select count(*) from dim_claim where member_id > 5000000000"))
                    .isPositive();
            List<String> wide = wide(trial.place);
            Trial.requireSame("a wider dimension built anew", wide, wide(trial.undisturbedPlace()));
            assertThat(wide).anyMatch(version -> version.contains("555-"));
        }
    }

    /** Returns the members with the new column, from all that the raw table holds. */
    private static List<String> wide(Place place) throws Exception {
        DimensionStore store = InMemoryStore.of(Dimension.named("dim_member")
                .key("id", ColumnType.LONG)
                .track("city", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("phone", ColumnType.TEXT)
                .build());
        List<String> versions = new ArrayList<>();
        try (Connection warehouse = DuckDbStore.connect(place.warehouse())) {
            Kept.MEMBER.follow(warehouse, store);
            store.scan(held -> held.versions().forEach(one -> {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < 4 - 1; i++) {
                    cells.add(String.valueOf(one.version().row().value(i)));
                }
                versions.add(held.key().part(0) + " " + one.version().interval() + " " + cells);
            }));
        }
        return versions;
    }

    /** Each batch in any order, among messages of earlier ones. */
    private static EnvelopeSink shuffled(TopicWriter out) {
        Random random = new Random(Trial.SEED);
        List<Envelope> sent = new ArrayList<>();
        return batch -> {
            List<Envelope> all = new ArrayList<>(batch);
            sent.addAll(batch);
            for (int i = 0; i < 30; i++) {
                all.add(sent.get(random.nextInt(sent.size())));
            }
            Collections.shuffle(all, random);
            out.orderly().accept(all);
        };
    }
}
