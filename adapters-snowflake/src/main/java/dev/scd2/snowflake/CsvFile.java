package dev.scd2.snowflake;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.TableColumn;
import dev.scd2.timeline.Instants;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes rows as compressed CSV that Snowflake reads exactly. Stateless. */
final class CsvFile {
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int BUFFER = 1 << 16;

    private CsvFile() {}

    /**
     * Writes them while they are made; returns how many there were.
     *
     * @param rows cells in the order of the columns, as {@link dev.scd2.sql.Dialect#load} takes them
     */
    static long write(Path file, List<TableColumn> columns, Iterator<@Nullable Object[]> rows) throws IOException {
        boolean[] instants = new boolean[columns.size()];
        for (int i = 0; i < instants.length; i++) {
            instants[i] = columns.get(i).type().kind() == ColumnType.Kind.TIMESTAMP;
        }
        long written = 0;
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(new FastGzip(Files.newOutputStream(file)), StandardCharsets.UTF_8), BUFFER)) {
            while (rows.hasNext()) {
                Object[] cells = rows.next();
                for (int i = 0; i < cells.length; i++) {
                    if (i > 0) {
                        out.write(',');
                    }
                    if (cells[i] != null) {
                        write(out, cells[i], instants[i]);
                    }
                }
                out.write('\n');
                written++;
            }
        }
        return written;
    }

    private static void write(Writer out, Object cell, boolean instant) throws IOException {
        if (cell instanceof String text) {
            out.write('"');
            out.write(text.indexOf('"') < 0 ? text : text.replace("\"", "\"\""));
            out.write('"');
        } else if (instant) {
            out.write(INSTANT.format(cell instanceof Long micros ? Instants.ofMicros(micros) : (Instant) cell));
        } else if (cell instanceof BigDecimal decimal) {
            out.write(decimal.toPlainString());
        } else if (cell instanceof Double number) {
            out.write(text(number));
        } else if (cell instanceof Bytes bytes) {
            out.write('"' + bytes.toString() + '"');
        } else {
            out.write(cell.toString());
        }
    }

    private static String text(double number) {
        return Double.isNaN(number) ? "NaN" : Double.isInfinite(number) ? (number > 0 ? "inf" : "-inf") : "" + number;
    }

    /** Compresses less and sooner: the file travels once. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
