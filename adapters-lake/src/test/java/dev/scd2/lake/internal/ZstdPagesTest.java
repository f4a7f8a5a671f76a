package dev.scd2.lake.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

/** A writer or reader of a file releases the factory only. */
class ZstdPagesTest {
    @Test
    void whatTheFactoryMadeIsReleasedWithIt() throws IOException {
        byte[] text = "page ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        ZstdPages pages = new ZstdPages();
        BytesInputCompressor compressor = pages.getCompressor(CompressionCodecName.ZSTD);
        BytesInputDecompressor decompressor = pages.getDecompressor(CompressionCodecName.ZSTD);
        byte[] packed = compressor.compress(BytesInput.from(text)).toByteArray();
        assertThat(decompressor.decompress(BytesInput.from(packed), text.length).toByteArray())
                .isEqualTo(text);
        pages.release();
        pages.release();
        assertThatThrownBy(() -> compressor.compress(BytesInput.from(text))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decompressor.decompress(BytesInput.from(packed), text.length))
                .isInstanceOf(IllegalStateException.class);
    }
}
