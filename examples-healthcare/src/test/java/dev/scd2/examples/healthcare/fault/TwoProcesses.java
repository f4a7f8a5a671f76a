package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.examples.healthcare.feed.LakeFeed;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.ParquetLake;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Two processes where one should be. */
abstract class TwoProcesses {

    /** Both write the same files; whose write is refused (412) reads the file and sees that it says the same. */
    @Test
    void sinksThatLandTheSameMessagesAtOnceLandThemOnce() throws Exception {
        try (Trial trial = Trial.named("twins");
                Chain chain = new Chain(Chain.Plan.at(trial.place))) {
            Place second = trial.place.in(trial.place.directory().resolve("second"));
            CyclicBarrier start = new CyclicBarrier(2);
            for (int round = 0; round < 4; round++) {
                trial.changes.steps(30);
                chain.awaitCaughtUp();
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                    try (Sink sink = new Sink(second)) {
                        meet(start);
                        sink.land();
                    }
                });
                try (Sink sink = new Sink(trial.place)) {
                    meet(start);
                    sink.land();
                }
                other.get(60, TimeUnit.SECONDS);
                chain.load();
                chain.follow();
            }
            chain.close();
            Map<String, List<String>> expected = trial.undisturbed();
            trial.requireSame(trial.place, expected);
            loadAll(second);
            trial.requireSame(second, expected);
        }
    }

    /** The lake stays as it is until somebody takes one of the two files away; no row is loaded twice meanwhile. */
    @Test
    void sinksThatLandAtOtherPointsAreRefusedUntilOneFileIsTakenAway() throws Exception {
        try (Trial trial = Trial.named("rivals");
                Chain chain = new Chain(Chain.Plan.at(trial.place));
                Sink one = new Sink(trial.place);
                Sink other = new Sink(trial.place.in(trial.place.directory().resolve("other")))) {
            trial.changes.steps(30);
            chain.awaitCaughtUp();
            one.land();
            trial.changes.steps(30);
            chain.awaitCaughtUp();
            other.land(); // from the beginning of the topics on: these files are wider
            trial.changes.steps(60);
            chain.awaitCaughtUp();
            List<String> rival = one.land(); // from the end of its own first files on: these overlap
            assertThatThrownBy(chain::load).isInstanceOf(LakeException.class).hasMessageContaining("overlap");
            assertThatThrownBy(() -> new Sink(trial.place))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("overlap");
            try (S3Client client = trial.place.bucket().client()) {
                rival.forEach(key -> client.deleteObject(
                        request -> request.bucket(trial.place.bucket().bucket()).key(key)));
            }
            chain.close();
            try (Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
                assertThat(keeper.end()).isEmpty();
            }
            trial.requireSame();
        }
    }

    @Test
    void secondProcessOnAWarehouseIsToldAndTheNextStartGoesOn() throws Exception {
        try (Trial trial = Trial.named("second")) {
            trial.changes.steps(60);
            try (ChainInChild first = new ChainInChild(trial.place)) {
                first.awaitLine("follow 1");
                try (Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
                    keeper.awaitFailures(2);
                    trial.changes.steps(60);
                    first.killAfter(0);
                    assertThat(keeper.end())
                            .allSatisfy(failure -> assertThat(failure)
                                    .contains("is in use: another run is using it", "Wait until that has ended"));
                }
            }
            trial.requireSame();
        }
    }

    private static void loadAll(Place place) throws Exception {
        try (Connection warehouse = DuckDbStore.connect(place.warehouse());
                LakeLoader loader = LakeLoader.open(place.bucket(), place.cache(), InstantSource.system())) {
            loader.load(warehouse);
            for (Kept kept : Kept.values()) {
                kept.follow(warehouse);
            }
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What takes topics into a lake, and remembers where it is as long as it lives. */
    private static final class Sink implements AutoCloseable {
        private final Place place;
        private final ParquetLake lake;
        private final EnvelopeConsumer consumer;

        Sink(Place place) {
            this.place = place;
            this.lake = ParquetLake.open(place.bucket(), place.cache());
            this.consumer = EnvelopeConsumer.of(place.kafka());
        }

        /** Returns the keys that are in the bucket now and were not before. */
        List<String> land() {
            List<String> before = keys();
            new LakeFeed(consumer, lake).drain(place.topics());
            lake.commit();
            return keys().stream().filter(key -> !before.contains(key)).toList();
        }

        private List<String> keys() {
            try (S3Client client = place.bucket().client()) {
                return client
                        .listObjectsV2(request -> request.bucket(place.bucket().bucket()))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
            }
        }

        @Override
        public void close() {
            consumer.close();
            lake.close();
        }
    }
}
