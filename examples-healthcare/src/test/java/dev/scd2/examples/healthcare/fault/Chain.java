package dev.scd2.examples.healthcare.fault;

import dev.scd2.examples.healthcare.feed.LakeFeed;
import dev.scd2.examples.healthcare.feed.TopicWriter;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.ParquetLake;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.EnvelopeSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * A chain at work: the capture runs on threads of its own; what follows the topics goes a step further with each {@link
 * #pass}. It has no retries but those of the library. Confined to one thread.
 */
final class Chain implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Place place;
    private final InstantSource clock;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Connection warehouse;
    private final EnvelopeConsumer consumer;
    private final CaptureRun capture;

    /** How a chain is made: where, how the captured changes are passed on, and what its process takes for the time. */
    record Plan(Place place, Function<TopicWriter, EnvelopeSink> feed, InstantSource clock) {
        static Plan at(Place place) {
            return new Plan(place, TopicWriter::orderly, InstantSource.system());
        }

        Plan feeding(Function<TopicWriter, EnvelopeSink> otherFeed) {
            return new Plan(place, otherFeed, clock);
        }

        Plan by(InstantSource otherClock) {
            return new Plan(place, feed, otherClock);
        }
    }

    Chain(Plan plan) {
        place = plan.place();
        clock = plan.clock();
        try {
            Files.createDirectories(place.directory());
            warehouse = opened(DuckDbStore.connect(place.warehouse()));
            consumer = opened(EnvelopeConsumer.of(place.kafka()));
            EnvelopeProducer producer = opened(EnvelopeProducer.to(place.kafka()));
            capture = opened(place.capture().start(plan.feed().apply(TopicWriter.of(producer))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException failed) {
            try {
                close();
            } catch (RuntimeException more) {
                failed.addSuppressed(more);
            }
            throw failed;
        }
    }

    /** Takes what the topics hold into the lake, that into the raw tables, and that into the dimensions. */
    void pass() {
        land();
        load();
        follow();
    }

    void land() {
        try (ParquetLake lake = ParquetLake.open(place.bucket(), place.cache())) {
            new LakeFeed(consumer, lake).drain(place.topics());
        }
    }

    void load() {
        try (LakeLoader loader = LakeLoader.open(place.bucket(), place.cache(), clock)) {
            loader.load(warehouse);
        }
    }

    void follow() {
        for (Kept kept : Kept.values()) {
            if (isLoaded(Place.ENTITIES.get(kept.ordinal()))) {
                kept.follow(warehouse);
            }
        }
    }

    private boolean isLoaded(String entity) {
        try (Statement sql = warehouse.createStatement();
                ResultSet row = sql.executeQuery("select 1 from information_schema.tables where table_schema = 'raw'"
                        + " and table_name = '" + entity + "'")) {
            return row.next();
        } catch (SQLException e) {
            throw new IllegalStateException("The warehouse cannot be asked: " + e.getMessage(), e);
        }
    }

    /** Waits until all that is committed is in the topics. */
    void awaitCaughtUp() {
        capture.awaitCaughtUp(LONGEST_WAIT);
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.push(one);
        return one;
    }

    /** Closes everything; the first failure is thrown behind it. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                RuntimeException one =
                        e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
                if (first == null) {
                    first = one;
                } else {
                    first.addSuppressed(one);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
