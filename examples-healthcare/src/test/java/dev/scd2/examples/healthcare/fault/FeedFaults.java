package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.examples.healthcare.feed.TopicWriter;
import dev.scd2.postgres.capture.Envelope;
import dev.scd2.postgres.capture.EnvelopeSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that come again, late, or are none. */
abstract class FeedFaults {

    @Test
    void redeliveredAndShuffledMessagesChangeNothing() throws Exception {
        try (Trial trial = Trial.named("shuffled");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place).feeding(out -> shuffled(out, trial)))) {
            trial.changes.steps(60);
            keeper.awaitPass();
            trial.changes.steps(60);
            assertThat(keeper.end()).isEmpty();
            trial.requireSame();
            assertThat(trial.count("select count(*) - count(distinct (lsn, total_order)) from raw.member"))
                    .as("messages that came again")
                    .isPositive();
        }
    }

    /** Each batch in any order, among messages of earlier ones. */
    private static EnvelopeSink shuffled(TopicWriter out, Trial trial) {
        Random random = new Random(Trial.SEED);
        List<Envelope> sent = new ArrayList<>();
        return batch -> {
            List<Envelope> all = new ArrayList<>(batch);
            sent.addAll(batch);
            for (int i = 0; i < 30; i++) {
                all.add(sent.get(random.nextInt(sent.size())));
            }
            Collections.shuffle(all, random);
            trial.passOn(out, all);
        };
    }
}
