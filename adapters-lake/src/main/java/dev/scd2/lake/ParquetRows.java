package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

/** Rows of the lake as a Parquet file: the same rows give the same bytes. */
final class ParquetRows {
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

    private ParquetRows() {}

    /** Writes the file without the Hadoop stack: data model, configuration and codecs are all given. */
    static void write(Path file, List<LakeRow> rows) throws IOException {
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(SCHEMA)
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            for (LakeRow row : rows) {
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
            }
        }
    }
}
