package dev.scd2.sql.extract;

import dev.scd2.change.Fields;
import dev.scd2.dimension.Bytes;
import dev.scd2.error.SourceException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Rows set aside in a temporary file, which only its owner may read and which is gone when this is closed. In memory are
 * where each begins, and one block of the file. Values are canonical. Confined to one thread.
 */
final class SpooledRows extends AbstractList<Map<String, @Nullable Object>> implements RandomAccess, AutoCloseable {
    private static final int BLOCK = 1 << 16;

    private final List<String> names;
    private final FileChannel file;
    private final DataOutputStream out;
    private long[] begins = new long[1024];
    private int count;
    private long written;
    private byte[] block = new byte[0];
    private long blockBegin;

    private SpooledRows(List<String> names, FileChannel file) {
        this.names = names;
        this.file = file;
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BLOCK));
    }

    /** Begins an empty file for rows of these columns. */
    static SpooledRows of(List<String> names) {
        try {
            Path path = Files.createTempFile("scd2-rows-", ".tmp");
            return new SpooledRows(
                    List.copyOf(names),
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /** Sets a row aside; all of them before the first is asked for. */
    void write(Map<String, @Nullable Object> row) {
        try {
            if (count + 1 >= begins.length) {
                begins = Arrays.copyOf(begins, 2 * begins.length);
            }
            for (String name : names) {
                write(row.get(name));
            }
            count++;
            begins[count] = written;
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /** Ends writing. */
    void flush() {
        try {
            out.flush();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public Map<String, @Nullable Object> get(int n) {
        if (n < 0 || n >= count) {
            throw new IndexOutOfBoundsException(n);
        }
        try {
            DataInputStream in = at(begins[n], Math.toIntExact(begins[n + 1] - begins[n]));
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (String name : names) {
                row.put(name, read(in));
            }
            return Fields.of(row);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private DataInputStream at(long begin, int length) throws IOException {
        if (begin < blockBegin || begin + length > blockBegin + block.length) {
            int size = (int) Math.min(Math.max(BLOCK, length), written - begin);
            ByteBuffer read = ByteBuffer.allocate(size);
            while (read.hasRemaining()) {
                if (file.read(read, begin + read.position()) < 0) {
                    throw new IOException("The file is shorter than it was written.");
                }
            }
            block = read.array();
            blockBegin = begin;
        }
        return new DataInputStream(new ByteArrayInputStream(block, (int) (begin - blockBegin), length));
    }

    private void write(@Nullable Object value) throws IOException {
        if (value == null) {
            tag('0', 0);
        } else if (value instanceof String text) {
            bytes('s', text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Long number) {
            tag('l', Long.BYTES);
            out.writeLong(number);
        } else if (value instanceof Double number) {
            tag('f', Double.BYTES);
            out.writeDouble(number);
        } else if (value instanceof Boolean truth) {
            tag(truth ? 't' : 'n', 0);
        } else if (value instanceof LocalDate day) {
            tag('d', Long.BYTES);
            out.writeLong(day.toEpochDay());
        } else if (value instanceof Instant instant) {
            tag('i', Long.BYTES + Integer.BYTES);
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        } else if (value instanceof BigDecimal decimal) {
            bytes('m', decimal.unscaledValue().toByteArray());
            out.writeInt(decimal.scale());
            written += Integer.BYTES;
        } else if (value instanceof Bytes content) {
            bytes('b', content.toArray());
        } else {
            throw new IllegalArgumentException("Not a canonical value: " + value.getClass());
        }
    }

    private void tag(char tag, int length) throws IOException {
        out.writeByte(tag);
        written += 1 + length;
    }

    private void bytes(char tag, byte[] content) throws IOException {
        tag(tag, Integer.BYTES + content.length);
        out.writeInt(content.length);
        out.write(content);
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        char tag = (char) in.readByte();
        return switch (tag) {
            case '0' -> null;
            case 's' -> new String(bytes(in), StandardCharsets.UTF_8);
            case 'l' -> in.readLong();
            case 'f' -> in.readDouble();
            case 't' -> true;
            case 'n' -> false;
            case 'd' -> LocalDate.ofEpochDay(in.readLong());
            case 'i' -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            case 'm' -> new BigDecimal(new BigInteger(bytes(in)), in.readInt());
            case 'b' -> Bytes.of(bytes(in));
            default -> throw new IOException("The file holds something else than was written.");
        };
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static SourceException failed(IOException failure) {
        return new SourceException("Rows could not be set aside in the temporary directory.", failure);
    }
}
