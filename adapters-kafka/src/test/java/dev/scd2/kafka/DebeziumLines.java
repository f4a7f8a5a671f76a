package dev.scd2.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium 3.6.3 wrote of one table of PostgreSQL 18, with Kafka Connect's JSON converter: key, tab, value in each line,
 * nothing for null. Three rows are there when it begins, two of them with infinite times; the first is updated twice, the
 * second time without telling the large column that did not change; a row comes, gets another name in the same
 * transaction, another key, and goes; the table is truncated; a last row comes.
 *
 * <p>{@code envelope-own} is with the settings of {@code PostgresCapture}, tombstones and full row images;
 * {@code envelope-stock} and {@code -schemas} with Debezium's defaults; {@code flattened} behind the transform
 * ExtractNewRecordState, by its mode for deletions.
 */
record DebeziumLines(String name, List<Line> lines) {
    /** One message. */
    record Line(@Nullable String key, @Nullable String value) {}

    static DebeziumLines of(String name) {
        try (InputStream file =
                Objects.requireNonNull(DebeziumLines.class.getResourceAsStream("/debezium/" + name + ".tsv"), name)) {
            List<Line> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Line(said(cells[0]), said(cells[1])))
                    .toList();
            return new DebeziumLines(name, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String said(String cell) {
        return cell.isEmpty() ? null : cell;
    }
}
