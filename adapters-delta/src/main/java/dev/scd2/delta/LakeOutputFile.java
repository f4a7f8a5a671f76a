package dev.scd2.delta;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the kernel that is written at a local place and then put where it belongs, whole. Stateless. */
final class LakeOutputFile implements OutputFile {
    private final String path;
    private final Local local;
    private final Target target;

    LakeOutputFile(String path, Local local, Target target) {
        this.path = path;
        this.local = local;
        this.target = target;
    }

    /** Makes an empty local file. */
    interface Local {
        Path create() throws IOException;
    }

    /** Where the file belongs. */
    interface Target {
        /** Returns false where another file is there, which stays unless {@code overwrite}. */
        boolean put(Path content, boolean overwrite) throws IOException;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
        Path content = local.create();
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(content)) {
                while (lines.hasNext()) {
                    writer.write(lines.next());
                    writer.write('\n');
                }
            }
            put(content, overwrite);
        } finally {
            Files.deleteIfExists(content);
        }
    }

    private void put(Path content, boolean overwrite) throws IOException {
        if (!target.put(content, overwrite)) {
            throw new FileAlreadyExistsException(path);
        }
    }

    @Override
    public PositionOutputStream create(boolean putIfAbsent) throws IOException {
        Path content = local.create();
        OutputStream stream = new BufferedOutputStream(Files.newOutputStream(content));
        return new PositionOutputStream() {
            private long position;
            private boolean closed;

            @Override
            public long getPos() {
                return position;
            }

            @Override
            public void write(int one) throws IOException {
                stream.write(one);
                position++;
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                stream.write(source, offset, length);
                position += length;
            }

            @Override
            public void flush() throws IOException {
                stream.flush();
            }

            @Override
            public void close() throws IOException {
                if (closed) {
                    return;
                }
                closed = true;
                try {
                    stream.close();
                    put(content, !putIfAbsent);
                } finally {
                    Files.deleteIfExists(content);
                }
            }
        };
    }
}
