package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.fact.MissingVersion;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.KeyHistory;
import dev.scd2.tck.KeyedFacts.Held;
import dev.scd2.tck.KeyedFacts.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whoever is killed while facts follow their history leaves both whole, or what a comparison of all facts mends.
 *
 * <p>A child process applies a feed of every kind of change. In some feeds it re-keys the facts in the transaction of each
 * batch: whenever it is killed, versions and facts must be those of an undisturbed run after as many batches. In the others
 * it commits the history by itself and compares all facts then: killed in between it leaves facts that are behind by one
 * batch, which the next process mends first. Facts without a version have no surrogate, or inferred members. Kills and
 * {@code main} are those of {@link KilledWriterContract}.
 */
public abstract class KilledRekeyingContract extends KilledProcesses<KeyedFacts, KilledRekeyingContract.Both> {
    private static final int FACTS = 60;
    private static final int[] NANOS = {-1_000, 0, 0, 1_000, 1_000_000_000};

    /**
     * What is held: versions and the rest of a store; facts with the versions that they hold; and facts without these, for
     * of facts that are a batch behind the versions may be gone.
     */
    record Both(Image history, Image facts, Image moves) {}

    /** How facts follow a batch. */
    private enum Form {
        /** In its transaction, in the windows of its plan. */
        TOGETHER,
        /** In a transaction of their own, by a comparison of all. */
        APART;

        static Form of(int round) {
            return round % 3 == 1 ? APART : TOGETHER;
        }
    }

    /** Opens the store and the facts at {@code place}, creating what is missing, on a connection that {@code fuse} wires. */
    protected abstract KeyedFacts open(String place, Dimension dimension, MissingVersion missing, Fuse fuse);

    @Override
    final KeyedFacts open(String place, SeededFeed feed, int round, Fuse fuse) {
        KeyedFacts facts = open(place, feed.dimension(), missing(round), fuse);
        facts.fill(said(feed));
        facts.commit();
        return facts;
    }

    /** A version adopts a placeholder only where windows are re-keyed. */
    private static MissingVersion missing(int round) {
        return switch (round % 3) {
            case 0 -> new MissingVersion.Inferred(MissingVersion.Arrival.KEEP);
            case 1 ->
                round % 2 == 0
                        ? new MissingVersion.Inferred(MissingVersion.Arrival.KEEP)
                        : new MissingVersion.NoSurrogate();
            default -> new MissingVersion.Inferred(MissingVersion.Arrival.ADOPT);
        };
    }

    /** Facts of the keys of the feed, at and around the instants at which something changes. */
    private static List<Said> said(SeededFeed feed) {
        List<Key> keys = new ArrayList<>();
        List<Instant> instants = new ArrayList<>();
        List<String> parts =
                feed.dimension().naturalKey().stream().map(Column::name).toList();
        for (Batch batch : feed.batches()) {
            batch.changes().stream()
                    .filter(change -> change.fields().keySet().containsAll(parts))
                    .forEach(change -> keys.add(feed.dimension().key(change.fields())));
        }
        SplittableRandom random = new SplittableRandom(keys.size());
        List<Said> facts = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            Instant day = SeededFeed.START.plusSeconds(86_400L * (random.nextInt(24) - 1));
            facts.add(new Said(
                    i, keys.get(random.nextInt(keys.size())), day.plusNanos(NANOS[random.nextInt(NANOS.length)])));
        }
        return facts;
    }

    /** A few kills are enough for each form to come. */
    @Override
    final int killsOfAFeed(int kills) {
        return Math.max(3, Math.min(8, kills / 4));
    }

    @Override
    final void resume(KeyedFacts facts, int round) {
        if (Form.of(round) == Form.APART) {
            facts.rekeyAll();
            facts.commit();
        }
    }

    @Override
    final void apply(KeyedFacts facts, Batch batch, int round) {
        MutationPlan plan = History.of(facts.store()).apply(batch).plan();
        if (Form.of(round) == Form.TOGETHER) {
            facts.rekey(plan);
        } else {
            facts.commit();
            facts.rekeyAll();
        }
        facts.commit();
    }

    @Override
    final int reached(KeyedFacts facts) {
        return SeededFeed.reached(facts.store());
    }

    @Override
    final Both image(KeyedFacts facts) {
        Both both = new Both(Image.of(facts.store()), new Image(lines(facts)), new Image(moves(facts)));
        facts.rollback();
        return both;
    }

    /** Names a version by its key and start, since surrogates drawn again may be others. */
    private static List<String> lines(KeyedFacts facts) {
        Map<Long, String> names = new HashMap<>();
        facts.store().scan(history -> name(history, names));
        List<String> lines = new ArrayList<>();
        for (Held held : facts.held()) {
            String version = held.surrogate() == null
                    ? "nothing"
                    : names.computeIfAbsent(held.surrogate(), unknown -> "placeholder of " + parts(held.key()));
            assertThat(version)
                    .as("the key of fact %s", held.number())
                    .satisfiesAnyOf(
                            name -> assertThat(name).isEqualTo("nothing"),
                            name -> assertThat(name).contains(parts(held.key())));
            lines.add("fact " + held.number() + " holds " + version + ", " + moves(held));
        }
        return lines;
    }

    private static List<String> moves(KeyedFacts facts) {
        return facts.held().stream()
                .map(held -> "fact " + held.number() + " holds "
                        + (held.surrogate() == null ? "nothing, " : "something, ") + moves(held))
                .toList();
    }

    private static String moves(Held held) {
        return held.outcome() + " " + held.hash() + ", moved " + held.moves() + " times";
    }

    private static void name(KeyHistory history, Map<Long, String> names) {
        history.versions()
                .forEach(stored -> names.put(
                        stored.surrogate(),
                        "version of " + parts(history.key()) + " from "
                                + stored.version().interval().start()));
    }

    private static String parts(Key key) {
        return key.parts().toString();
    }

    @Override
    final int check(KeyedFacts facts, List<Both> images, int round, String where) {
        // A server may still be committing for a process that is gone: its locks say when that has ended.
        facts.store().begin().close();
        facts.lock();
        int reached = reached(facts);
        String after = where + ", after batch " + reached;
        images.get(reached + 1).history.requireSame(Image.of(facts.store()), after);
        Trial.verify(facts.store());
        if (Form.of(round) == Form.APART) {
            requireOneOf(images, reached, new Image(moves(facts)), after);
            facts.rekeyAll();
        }
        images.get(reached + 1).facts.requireSame(new Image(lines(facts)), after);
        assertThat(facts.differing()).as("%s, facts that are wrong", after).isZero();
        facts.rollback();
        return reached;
    }

    private static void requireOneOf(List<Both> images, int reached, Image moves, String where) {
        if (reached < 0 || !images.get(reached).moves.equals(moves)) {
            images.get(reached + 1).moves.requireSame(moves, where + ", or one batch behind");
        }
    }
}
