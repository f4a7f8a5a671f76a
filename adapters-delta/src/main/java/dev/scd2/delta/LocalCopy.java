package dev.scd2.delta;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local copy of an object, which goes when it is closed. Confined to one thread. */
final class LocalCopy extends SeekableInputStream {
    private final Path copy;
    private final FileChannel channel;
    private final InputStream content;

    LocalCopy(Path copy) throws IOException {
        this.copy = copy;
        this.channel = FileChannel.open(copy);
        this.content = Channels.newInputStream(channel);
    }

    @Override
    public long getPos() throws IOException {
        return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
        channel.position(position);
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws IOException {
        if (content.readNBytes(target, offset, length) < length) {
            throw new EOFException("The object ends too early.");
        }
    }

    @Override
    public int read() throws IOException {
        return content.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return content.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(copy);
    }
}
