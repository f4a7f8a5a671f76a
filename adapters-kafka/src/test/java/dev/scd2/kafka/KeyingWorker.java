package dev.scd2.kafka;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.engine.join.FactStream;
import dev.scd2.engine.join.FactStream.Answered;
import dev.scd2.store.DimensionStore;
import dev.scd2.timeline.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The example of docs/facts.md: claims come in from one topic and plans from another, and claims go out with the surrogate
 * key of their plan as it was on the day of service. It holds nothing that a restart does not find again. Confined to one
 * thread.
 */
final class KeyingWorker implements AutoCloseable {
    static final String CLAIMS = "claims";
    static final String PLANS = "plans";
    static final String KEYED = "claims.keyed";

    private static final Duration POLL = Duration.ofMillis(50);

    private final History history;
    private final FactStream<Claim> claims = FactStream.of(Claim::plan, Claim::servedAt, Duration.ofHours(2));
    private final OpenOffsets open = new OpenOffsets();
    private final KafkaConsumer<String, String> claimsIn;
    private final KafkaConsumer<String, String> plansIn;
    private final EnvelopeProducer out;

    /** A claim, and where it was read. Its text is {@code number,plan,instant}. */
    record Claim(String number, Key plan, long servedAt, TopicPartition partition, long offset) {
        static Claim of(ConsumerRecord<String, String> message) {
            String[] cells = message.value().split(",");
            return new Claim(
                    cells[0],
                    Key.of(cells[1]),
                    Instants.toMicros(Instant.parse(cells[2])),
                    new TopicPartition(message.topic(), message.partition()),
                    message.offset());
        }
    }

    KeyingWorker(String bootstrap, DimensionStore store) {
        history = History.of(store);
        claims.load(store);
        claimsIn = consumer(bootstrap);
        claimsIn.assign(List.of(new TopicPartition(CLAIMS, 0), new TopicPartition(CLAIMS, 1)));
        plansIn = consumer(bootstrap);
        TopicPartition plans = new TopicPartition(PLANS, 0);
        plansIn.assign(List.of(plans));
        plansIn.seek(plans, store.reached(PLANS, 0).map(Position::offset).orElse(-1L) + 1);
        out = EnvelopeProducer.to(bootstrap);
    }

    private static KafkaConsumer<String, String> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "group.id", "keying",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Takes what has come, sends what has an answer, and commits; {@code now} is epoch microseconds UTC. */
    void turn(long now) {
        work(now);
        out.flush();
        claimsIn.commitSync(open.committable());
    }

    /** The same, but for the end: a process that dies here has sent some answers and committed none. */
    void work(long now) {
        for (ConsumerRecord<String, String> message : plansIn.poll(POLL)) {
            claims.follow(history.apply(batch(message)).plan()).forEach(this::send);
        }
        for (ConsumerRecord<String, String> message : claimsIn.poll(POLL)) {
            Claim claim = Claim.of(message);
            open.begin(claim.partition(), claim.offset());
            claims.fact(claim, now).ifPresent(this::send);
        }
        claims.expire(now).forEach(this::send);
    }

    /** A plan's text is {@code code,tier,instant}. */
    private static Batch batch(ConsumerRecord<String, String> message) {
        String[] cells = message.value().split(",");
        Position position = new Position(PLANS, 0, message.offset());
        return Batch.builder()
                .change(Observation.of(
                                Map.of("code", cells[0], "tier", cells[1]),
                                Instant.parse(cells[2]),
                                Sequence.of(message.offset()))
                        .withPosition(position))
                .reached(position)
                .build();
    }

    private void send(Answered<Claim> answered) {
        Claim claim = answered.fact();
        out.send(KEYED, claim.number(), claim.number() + "," + answered.outcome() + "," + answered.surrogate());
        open.end(claim.partition(), claim.offset());
    }

    int held() {
        return claims.held();
    }

    @Override
    public void close() {
        claimsIn.close();
        plansIn.close();
        out.close();
    }
}
