package dev.scd2.postgres.capture;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Letters as lines of JSON. A line that a killed writer left half is ended before the next one. Thread-safe. */
final class DeadLetterFile implements DeadLetters {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    DeadLetterFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void keep(List<DeadLetter> letters) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (DeadLetter letter : letters) {
            lines.writeBytes(JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("source", letter.source())
                    .put("place", letter.place())
                    .put("key", letter.key())
                    .put("value", letter.value())
                    .put("reason", letter.reason())));
            lines.write('\n');
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer all = ByteBuffer.wrap(lines.toByteArray());
            channel.position(channel.size());
            if (isHalf(channel)) {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
    }

    private static boolean isHalf(FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            return false;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }
}
