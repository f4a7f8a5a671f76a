package dev.scd2.lake.internal;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses the pages of Parquet files with zstd, without the Hadoop classes that the stock factory loads. Nobody but the
 * factory is told when a file is done, so that it releases what it made: the memory is not of the heap. Confined to one thread.
 */
public final class ZstdPages implements CompressionCodecFactory {
    private static final int LEVEL = 3;

    private final List<Runnable> made = new ArrayList<>();

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        require(codec);
        Compressor compressor = new Compressor();
        made.add(compressor::release);
        return compressor;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        require(codec);
        Decompressor decompressor = new Decompressor();
        made.add(decompressor::release);
        return decompressor;
    }

    @Override
    public void release() {
        made.forEach(Runnable::run);
        made.clear();
    }

    private static void require(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("Files of the lake are compressed with zstd, not with " + codec + ".");
        }
    }

    private static final class Compressor implements BytesInputCompressor {
        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return BytesInput.from(context.compress(bytes.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            context.close();
        }
    }

    private static final class Decompressor implements BytesInputDecompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(context.decompress(bytes.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) {
            byte[] bytes = new byte[compressed];
            input.get(bytes);
            output.put(context.decompress(bytes, size));
        }

        @Override
        public void release() {
            context.close();
        }
    }
}
