package dev.scd2.delta;

import dev.scd2.lake.internal.ZstdPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into a local Parquet file, compressed with zstd; the same rows give the same bytes. At most one row group is in
 * memory. Confined to one thread.
 */
final class RowWriter implements AutoCloseable {
    private static final long ROW_GROUP_BYTES = 8L << 20;

    private final Path file;
    private final List<Field> fields;
    private final ParquetWriter<@Nullable Object[]> writer;
    private final long[] nulls;
    private final @Nullable Object[] least;
    private final @Nullable Object[] greatest;
    private long rows;
    private boolean closed;

    RowWriter(Path file, List<Field> fields) throws IOException {
        this.file = file;
        this.fields = fields;
        this.nulls = new long[fields.size()];
        this.least = new Object[fields.size()];
        this.greatest = new Object[fields.size()];
        this.writer = new Builder(new LocalOutputFile(file), fields)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
    }

    /**
     * Adds a row.
     *
     * @param cells  canonical values in the order of the fields, null where there is none
     */
    void write(@Nullable Object[] cells) throws IOException {
        writer.write(cells);
        rows++;
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            if (cell == null) {
                nulls[i]++;
            } else if (fields.get(i).isBounded()) {
                least[i] = least[i] == null || compare(cell, least[i]) < 0 ? cell : least[i];
                greatest[i] = greatest[i] == null || compare(cell, greatest[i]) > 0 ? cell : greatest[i];
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // one column has values of one class
    private static int compare(Object a, @Nullable Object b) {
        return ((Comparable) a).compareTo(b);
    }

    /** Ends the file. */
    RowFile finish(String key) throws IOException {
        close();
        List<RowFile.Bounds> bounds = new ArrayList<>();
        for (int i = 0; i < nulls.length; i++) {
            bounds.add(new RowFile.Bounds(nulls[i], least[i], greatest[i]));
        }
        return new RowFile(file, key, Files.size(file), rows, bounds);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
        private final List<Field> fields;

        Builder(OutputFile file, List<Field> fields) {
            super(file);
            this.fields = fields;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // has no default, and is not called
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
            return new RowWriteSupport(fields);
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new RowWriteSupport(fields);
        }
    }
}
