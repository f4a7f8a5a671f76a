package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.History;
import dev.scd2.tck.generate.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Two times. At the latest system time a history is what it is without system time; an answer as known at an instant never
 * changes once that has passed; and with the system time of the source all beliefs are a function of the changes.
 *
 * <p>A store without {@link Capability#BITEMPORAL} must refuse a dimension that keeps system time. On failure look first at
 * whether the same seed fails on the reference store: then it is the engine, else the store.
 */
public abstract class BitemporalContract extends StoreKit {
    private static final int DIMENSIONS = 4;

    private final long seed = Properties.seed();

    @Test
    void atTheLatestSystemTimeTheHistoryEqualsTheOneWithoutSystemTime() {
        if (keeps(SystemTime.LOAD)) {
            sideBySide(SystemTime.LOAD);
            Properties.forAll(seed, histories(), one -> history(one, SystemTime.LOAD), this::check);
        }
    }

    @Test
    void anAnswerAsKnownAtAnInstantNeverChangesOnceThatHasPassed() {
        if (keeps(SystemTime.LOAD)) {
            Properties.forAll(seed + 1, histories(), one -> history(one, SystemTime.LOAD), this::checkAnswers);
        }
    }

    @Test
    void whatTheSourceRecordedGivesTheSameBeliefsInAnyOrderAndBatches() {
        if (keeps(SystemTime.SOURCE)) {
            sideBySide(SystemTime.SOURCE);
            Properties.forAll(seed + 2, histories(), one -> history(one, SystemTime.SOURCE), this::check);
        }
    }

    /** Where it does not, making the store must be refused. */
    private boolean keeps(SystemTime systemTime) {
        if (has(Capability.BITEMPORAL)) {
            return true;
        }
        Dimension dimension = Histories.dimension(new SplittableRandom(seed), Feed.CHANGES, systemTime);
        assertThatThrownBy(() -> create(dimension)).isInstanceOf(UnsupportedOperationException.class);
        return false;
    }

    private void sideBySide(SystemTime systemTime) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DIMENSIONS; i++) {
            Lanes lanes = new Lanes(Histories.dimension(random, feed(i), systemTime));
            for (int run = 0; run < Math.max(1, Properties.histories() / (2 * DIMENSIONS)); run++) {
                lanes.add(Histories.of(random.split(), lanes.dimension(), 2 + random.nextInt(14))
                        .shuffled(random)
                        .cut(random));
            }
            lanes.check(seed, random, this::create, this::check);
        }
    }

    private static History history(SplittableRandom one, SystemTime systemTime) {
        Dimension dimension = Histories.dimension(one, feed(one.nextInt(3)), systemTime);
        History history = Histories.withListings(one, dimension, 2 + one.nextInt(14))
                .shuffled(one)
                .cut(one);
        return systemTime == SystemTime.LOAD ? Histories.loadedInTurn(one, history) : history;
    }

    private static Feed feed(int i) {
        return i % 3 == 2 ? Feed.SPANS : Feed.CHANGES;
    }

    private void check(History history) {
        Trial.of(this::create, history);
    }

    private void checkAnswers(History history) {
        try (DimensionStore store = create(history.dimension())) {
            Answers answers = new Answers(store);
            history.batches().forEach(answers::apply);
            answers.checkQuestions();
            Trial.verify(store);
        }
    }
}
