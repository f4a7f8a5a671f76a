package dev.scd2.lake;

import dev.scd2.lake.internal.ZstdPages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/**
 * A local Parquet file that rows of the lake are written to: the same rows give the same bytes. At most one row group
 * is in memory. Confined to one thread.
 */
final class ParquetRows implements AutoCloseable {
    private static final long ROW_GROUP_BYTES = 32L << 20;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Schema SCHEMA = SchemaBuilder.record("LakeRow")
            .fields()
            .requiredString("op")
            .optionalString("key")
            .optionalString("before")
            .optionalString("after")
            .optionalLong("lsn")
            .optionalLong("total_order")
            .optionalLong("tx_id")
            .optionalLong("ts_us")
            .requiredInt("part")
            .requiredLong("off")
            .optionalString("problem")
            .optionalString("payload")
            .endRecord();

    private final Path file;
    private final ParquetWriter<GenericRecord> writer;
    private boolean closed;
    private boolean truncates;
    private long rows;
    private int partition;
    private long first;
    private long last = -1;
    private @Nullable Long firstTime;
    private @Nullable Long latestTime;

    /**
     * Begins the file without the Hadoop stack: data model, configuration and codecs are all given. Columns in which nearly
     * every value is another have no dictionary: trying one took a tenth of the time of a writer that is always at work.
     */
    ParquetRows(Path file) throws IOException {
        this.file = file;
        this.writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(SCHEMA)
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withDictionaryEncoding("key", false)
                .withDictionaryEncoding("before", false)
                .withDictionaryEncoding("after", false)
                .withDictionaryEncoding("lsn", false)
                .withDictionaryEncoding("off", false)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
    }

    /** Adds a row: of the partition of those before it, with a higher offset. */
    void write(LakeRow row) throws IOException {
        GenericRecord written = new GenericData.Record(SCHEMA);
        written.put("op", row.op());
        written.put("key", row.key());
        written.put("before", row.before());
        written.put("after", row.after());
        written.put("lsn", row.lsn());
        written.put("total_order", row.totalOrder());
        written.put("tx_id", row.txId());
        written.put("ts_us", row.tsMicros());
        written.put("part", row.partition());
        written.put("off", row.offset());
        written.put("problem", row.problem());
        written.put("payload", row.payload());
        writer.write(written);
        truncates |= row.op().equals("t");
        first = rows == 0 ? row.offset() : first;
        partition = row.partition();
        last = row.offset();
        Long time = row.tsMicros();
        if (time != null) {
            firstTime = firstTime == null ? time : firstTime;
            latestTime = latestTime == null ? time : Long.valueOf(Math.max(latestTime, time));
        }
        rows++;
    }

    /** Returns about how many bytes the file will have. */
    long bytes() {
        return writer.getDataSize();
    }

    /** Returns whether one of the rows tells of a truncate. */
    boolean hasTruncates() {
        return truncates;
    }

    Path file() {
        return file;
    }

    long rows() {
        return rows;
    }

    long last() {
        return last;
    }

    /** Returns the latest time of a message, epoch microseconds, UTC; null where none has one. */
    @Nullable
    Long latestTime() {
        return latestTime;
    }

    /** Returns what the file is called in the lake. */
    LakeFile named(String entity) {
        long micros = firstTime == null ? 0 : firstTime;
        LocalDate date = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND))
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        return new LakeFile(entity, date, partition, first, last);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }
}
