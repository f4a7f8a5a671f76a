package dev.scd2.kafka;

import dev.scd2.debezium.ValueFormat;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How the messages of a topic say what changed: in JSON, with Kafka Connect's schemas around them or without, or in {@linkplain
 * #avro Avro}.
 *
 * <p>With schemas, the schema says how times and decimals are written. Without them text is read as ISO-8601, numbers as
 * {@link #timesIn} says, and decimals as text or as numbers. What does not spell a value of its column stays as it is, and
 * the change goes to quarantine. Immutable.
 */
public final class MessageFormat {
    /** What the value of a message is. */
    enum Shape {
        ENVELOPE,
        FLATTENED,
        KEYED
    }

    private final Shape shape;
    private final boolean orderedByOffset;
    private final boolean ignoresTombstones;
    private final ValueFormat values;
    private final Decoder decoder;

    private MessageFormat(
            Shape shape, boolean orderedByOffset, boolean ignoresTombstones, ValueFormat values, Decoder decoder) {
        this.decoder = decoder;
        this.shape = shape;
        this.orderedByOffset = orderedByOffset;
        this.ignoresTombstones = ignoresTombstones;
        this.values = values;
    }

    /**
     * Returns Debezium's envelope, with {@code op}, {@code before}, {@code after} and {@code source}. Changes are in the
     * order of PostgreSQL's log: {@code source.lsn}, then {@code transaction.total_order} where it is told. Tombstones
     * follow deletions and are passed over.
     */
    public static MessageFormat debezium() {
        return new MessageFormat(Shape.ENVELOPE, false, true, ValueFormat.debezium(), JsonDecoder.INSTANCE);
    }

    /**
     * Returns what Debezium's transform {@code ExtractNewRecordState} leaves: the row, with fields beside it. The transform
     * must add them: {@code add.fields=op,source.lsn,source.ts_us}, and {@code transaction.total_order} where it is told.
     * They order the changes as in {@link #debezium}.
     *
     * <p>A deletion is a row with {@code __deleted} ({@code delete.tombstone.handling.mode=rewrite}). A tombstone deletes,
     * too, if it says its place in headers ({@code add.headers}); one that does not is no change: make the transform rewrite
     * deletions, or read {@linkplain #orderedByOffset in the order of the topic}; or the deletions come both ways and the
     * {@linkplain #ignoringTombstones tombstones} are to be passed over. Truncates are lost by the transform.
     */
    public static MessageFormat flattened() {
        return new MessageFormat(Shape.FLATTENED, false, false, ValueFormat.debezium(), JsonDecoder.INSTANCE);
    }

    /**
     * Returns keyed rows: the key says of what, the value is a JSON object with all of its columns, and a tombstone deletes.
     * The key is a JSON object, or text or a number where the natural key is one column; what it says goes before what the
     * value says.
     *
     * <p>The offset is the sequence, and the timestamp of the message is when it was committed. So of two messages of a key
     * with one valid time the later one holds, as long as the topic keeps its partitions. A producer's clock that goes back
     * puts the later message before the earlier one: where the last one must hold, let the broker set the time
     * ({@code message.timestamp.type=LogAppendTime}).
     */
    public static MessageFormat keyed() {
        return new MessageFormat(Shape.KEYED, true, false, ValueFormat.plain(), JsonDecoder.INSTANCE);
    }

    /**
     * Returns this format with the offset of the message as the sequence, for sources that are not PostgreSQL or do not say
     * their place in the log. When the source committed comes from the message's timestamp where the message does not say
     * it, and in {@linkplain #flattened flattened} topics always, unless their tombstones are {@linkplain
     * #ignoringTombstones passed over}: a tombstone has no other time. What a connector says twice then counts twice, in
     * the order of the topic; so does a topic that was written anew.
     */
    public MessageFormat orderedByOffset() {
        return new MessageFormat(shape, true, ignoresTombstones, values, decoder);
    }

    /** Returns this format with tombstones passed over. */
    public MessageFormat ignoringTombstones() {
        return new MessageFormat(shape, orderedByOffset, true, values, decoder);
    }

    /**
     * Returns this format with numbers that are times in this unit since 1970, and numbers that are dates in days, where no
     * schema says it. Unless said, it is microseconds for Debezium's two formats, and for {@linkplain #keyed keyed} rows a
     * number is no time. For Debezium see its {@code time.precision.mode}.
     *
     * @throws IllegalArgumentException if the unit is not seconds, milli-, micro- or nanoseconds
     */
    public MessageFormat timesIn(ChronoUnit unit) {
        return with(values.timesIn(unit));
    }

    /** Returns this format with times that have no zone meant in this one; in UTC unless said. */
    public MessageFormat localTimesIn(ZoneId inZone) {
        return with(values.localTimesIn(inZone));
    }

    /**
     * Returns this format with PostgreSQL's {@code infinity} and {@code -infinity} read as null, and with them every date and
     * time outside of the years 1 to 9999: Debezium writes infinite dates as numbers without meaning. Unless said they are
     * refused: the change goes to quarantine.
     */
    public MessageFormat infinityAsNull() {
        return with(values.infinityAsNull());
    }

    /**
     * Returns this format with the text that stands for a value which the source did not tell, Debezium's
     * {@code unavailable.value.placeholder}. Such a column is unsaid.
     */
    public MessageFormat unavailableValue(String placeholder) {
        return with(values.unavailableValue(placeholder));
    }

    /**
     * Returns this format in Avro in place of JSON, as the Avro converters of Kafka Connect write it. A schema registry's client
     * brings the deserializers, such as Confluent's {@code KafkaAvroDeserializer} or Apicurio's {@code AvroKafkaDeserializer},
     * configured by you, and closed by you; they must make generic records and leave logical types as they are. Needs {@code
     * org.apache.avro:avro} on the class path.
     *
     * <p>What is not Avro, or has a schema that does not fit, is no change. A registry that cannot be reached fails the reading
     * there, and it is tried again like everything that may come back.
     */
    public MessageFormat avro(Deserializer<?> keys, Deserializer<?> messages) {
        return new MessageFormat(shape, orderedByOffset, ignoresTombstones, values, new AvroDecoder(keys, messages));
    }

    Decoder decoder() {
        return decoder;
    }

    Shape shape() {
        return shape;
    }

    boolean isOrderedByOffset() {
        return orderedByOffset;
    }

    boolean isIgnoringTombstones() {
        return ignoresTombstones;
    }

    ValueFormat values() {
        return values;
    }

    private MessageFormat with(ValueFormat others) {
        return new MessageFormat(shape, orderedByOffset, ignoresTombstones, others, decoder);
    }
}
