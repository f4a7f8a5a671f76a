package dev.scd2.lake;

import dev.scd2.lake.internal.ZstdPages;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;

/** The rows of a local Parquet file of the lake, in order. Stateless. */
final class ParquetContent {
    private ParquetContent() {}

    /** Takes a row. */
    interface Taker {
        void take(LakeRow row) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is no Parquet file of a lake, or damaged; or if {@code taker} throws it
     */
    static void read(Path file, Taker taker) throws IOException {
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        new LocalInputFile(file), new PlainParquetConfiguration())
                .withDataModel(GenericData.get())
                .withCodecFactory(new ZstdPages())
                .build()) {
            for (GenericRecord read = reader.read(); read != null; read = reader.read()) {
                taker.take(row(read));
            }
        } catch (RuntimeException damaged) {
            throw new IOException(
                    "it is no Parquet file of a lake, or damaged ("
                            + damaged.getClass().getSimpleName() + ")",
                    damaged);
        }
    }

    private static LakeRow row(GenericRecord read) {
        return new LakeRow(
                String.valueOf(read.get("op")),
                text(read, "key"),
                text(read, "before"),
                text(read, "after"),
                (Long) read.get("lsn"),
                (Long) read.get("total_order"),
                (Long) read.get("tx_id"),
                (Long) read.get("ts_us"),
                (Integer) read.get("part"),
                (Long) read.get("off"),
                text(read, "problem"),
                text(read, "payload"));
    }

    private static @Nullable String text(GenericRecord read, String field) {
        Object value = read.get(field);
        return value == null ? null : value.toString();
    }
}
