package dev.scd2.lake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over the rows of a local file of the lake: the same for the same rows, whatever their bytes. Stateless. */
final class RowDigest {
    private RowDigest() {}

    static String of(Path file) throws IOException {
        DigestOutputStream digest = new DigestOutputStream(new ByteArrayOutputStream(0), Checksum.sha256()) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                getMessageDigest().update(bytes, from, length);
            }

            @Override
            public void write(int one) {
                getMessageDigest().update((byte) one);
            }
        };
        DataOutputStream data = new DataOutputStream(digest);
        ParquetContent.read(file, row -> write(row, data));
        data.flush();
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private static void write(LakeRow row, DataOutputStream data) throws IOException {
        List<Object> fields = Arrays.asList(
                row.op(),
                row.key(),
                row.before(),
                row.after(),
                row.lsn(),
                row.totalOrder(),
                row.txId(),
                row.tsMicros(),
                row.partition(),
                row.offset(),
                row.problem(),
                row.payload());
        for (Object field : fields) {
            byte[] text = field == null ? new byte[0] : field.toString().getBytes(StandardCharsets.UTF_8);
            data.writeInt(field == null ? -1 : text.length);
            data.write(text);
        }
    }
}
