package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.debezium.NotAChange;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.kafka.DebeziumLines.Line;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroFormatTest {
    private final AvroTopics registry = new AvroTopics();

    @ParameterizedTest
    @CsvSource({"envelope-stock-schemas, 11", "flattened-rewrite-schemas, 11"})
    void whatDebeziumWroteReadsAsItDoesFromJson(String name, int changes) throws NotAChange {
        MessageFormat json = name.startsWith("envelope") ? MessageFormat.debezium() : MessageFormat.flattened();
        List<RowChange> wanted = new ArrayList<>();
        List<RowChange> read = new ArrayList<>();
        RowReader plain = RowReader.of(json, MessageFormatTest.TYPES, List.of("id"));
        RowReader avro = RowReader.of(json.avro(registry, registry), MessageFormatTest.TYPES, List.of("id"));
        long offset = 0;
        for (Line line : DebeziumLines.of(name).lines()) {
            plain.read(MessageFormatTest.message(offset, line.key(), line.value()))
                    .ifPresent(wanted::add);
            List<byte @Nullable []> bytes = registry.encoded(line);
            avro.read(message(offset++, bytes.get(0), bytes.get(1))).ifPresent(read::add);
        }
        assertThat(read).hasSizeGreaterThanOrEqualTo(changes).containsExactlyElementsOf(wanted);
    }

    @Test
    void keyedRowsMayHaveLogicalTypesAndAKeyThatIsNoRecord() throws NotAChange {
        Schema row = SchemaBuilder.record("plan")
                .fields()
                .name("price")
                .type(LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES)))
                .noDefault()
                .name("begins")
                .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
                .noDefault()
                .name("seen")
                .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .optionalString("tier")
                .endRecord();
        byte[] value = registry.bytes(
                row,
                new GenericRecordBuilder(row)
                        .set(
                                "price",
                                ByteBuffer.wrap(
                                        new BigDecimal("-12.34").unscaledValue().toByteArray()))
                        .set("begins", (int) LocalDate.parse("1969-12-31").toEpochDay())
                        .set("seen", -1L)
                        .set("tier", null)
                        .build());
        byte[] key = registry.bytes(Schema.create(Schema.Type.LONG), 7L);
        RowReader reader = RowReader.of(
                MessageFormat.keyed().avro(registry, registry),
                Map.of(
                        "id", ColumnType.LONG,
                        "price", ColumnType.decimal(9, 2),
                        "begins", ColumnType.DATE,
                        "seen", ColumnType.TIMESTAMP,
                        "tier", ColumnType.TEXT),
                List.of("id"));

        assertThat(reader.read(message(0, key, value)).orElseThrow().after())
                .containsEntry("id", 7L)
                .containsEntry("price", new BigDecimal("-12.34"))
                .containsEntry("begins", LocalDate.parse("1969-12-31"))
                .containsEntry("seen", Instant.parse("1969-12-31T23:59:59.999999Z"))
                .containsEntry("tier", null);
        assertThat(reader.read(message(1, key, null)).orElseThrow().before()).isEqualTo(Map.of("id", 7L));
    }

    @Test
    void bytesThatAreNotAvroAreADeadLetterAndARegistryThatIsAwayIsWaitedFor(@TempDir Path directory) throws Exception {
        Dimension plan = Dimension.named("plan")
                .key("id", ColumnType.LONG)
                .track("tier", ColumnType.TEXT)
                .build();
        Schema row =
                SchemaBuilder.record("plan").fields().optionalString("tier").endRecord();
        byte[] key = registry.bytes(Schema.create(Schema.Type.LONG), 7L);
        byte[] gold = registry.bytes(
                row, new GenericRecordBuilder(row).set("tier", "gold").build());
        byte[] cut = registry.bytes(
                row, new GenericRecordBuilder(row).set("tier", "cut").build());
        try (Topics topics = Topics.in(directory);
                KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of());
                InMemoryStore store = InMemoryStore.of(plan)) {
            topics.create("plans", 1);
            topics.create("letters", 1);
            producer.send(new ProducerRecord<>("plans", key, gold));
            producer.send(new ProducerRecord<>("plans", key, Arrays.copyOf(cut, cut.length - 1)));
            producer.send(new ProducerRecord<>("plans", key, Topics.bytes("{}")));
            producer.flush();
            Intake intake = Intake.of(
                    TopicSource.from(topics.bootstrap(), "plans", plan)
                            .format(MessageFormat.keyed().avro(registry, registry))
                            .deadLetters("letters")
                            .build(),
                    History.of(store));

            registry.away(true);
            assertThatThrownBy(intake::catchUp).hasStackTraceContaining("Is the registry there?");
            assertThat(store.reached("plans", 0)).isEmpty();
            assertThat(topics.all("letters")).isEmpty();
            registry.away(false);
            assertThat(intake.catchUp().accepted()).isEqualTo(1);
            assertThat(topics.all("letters")).hasSize(2);
        }
    }

    private Message message(long offset, byte @Nullable [] key, byte @Nullable [] value) {
        return new Message(
                "t",
                new ConsumerRecord<>(
                        "t",
                        0,
                        offset,
                        Topics.BEGIN.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        key,
                        value,
                        new RecordHeaders(),
                        Optional.empty()),
                new AvroDecoder(registry, registry));
    }
}
