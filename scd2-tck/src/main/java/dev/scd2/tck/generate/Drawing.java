package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.tck.oracle.Rectangle;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws what a person needs to see when a property fails. It prints values, which is right for made-up data only.
 * Stateless.
 */
public final class Drawing {
    private Drawing() {}

    /** Returns the dimension and, line by line, what arrives. */
    public static String of(History history) {
        StringBuilder text = new StringBuilder(of(history.dimension()));
        int number = 1;
        for (Batch batch : history.batches()) {
            text.append("  batch ")
                    .append(number++)
                    .append(batch.systemTime().map(at -> " recorded at " + at).orElse(""));
            text.append('\n');
            batch.changes()
                    .forEach(change -> text.append("    ").append(of(change)).append('\n'));
            batch.snapshot().ifPresent(snapshot -> text.append(of(snapshot)));
        }
        return history.next() == null ? text.toString() : text + "  then\n" + of(history.next());
    }

    private static String of(Snapshot snapshot) {
        StringBuilder text = new StringBuilder("    listing at " + snapshot.at() + " #" + snapshot.sequence());
        text.append(recorded(snapshot.systemTime())).append(" unsaid ").append(snapshot.unsaid());
        text.append(" scope ").append(fields(snapshot.scope())).append('\n');
        snapshot.rows().forEach(row -> text.append("      ").append(fields(row)).append('\n'));
        if (snapshot.spans() != null) {
            snapshot.spans()
                    .forEach(span -> text.append("      ").append(of(span)).append('\n'));
        }
        return text.toString();
    }

    private static String recorded(@Nullable Instant at) {
        return at == null ? "" : " recorded at " + at;
    }

    /** Returns versions as one line each. */
    public static String of(Collection<Version> versions) {
        StringBuilder text = new StringBuilder();
        for (Version version : versions) {
            Interval interval = version.interval();
            text.append("    [").append(interval.start()).append(" .. ");
            text.append(interval.isOpen() ? "open" : Instants.ofMicros(interval.endMicros()));
            text.append(version.deleted() ? ") deleted " : ") ")
                    .append(of(version.row()))
                    .append('\n');
        }
        return text.length() == 0 ? "    none\n" : text.toString();
    }

    /** Returns beliefs as one line each. */
    public static String ofRectangles(Collection<Rectangle> rectangles) {
        StringBuilder text = new StringBuilder();
        for (Rectangle rectangle : rectangles) {
            text.append("  believed ").append(rectangle.believed()).append('\n');
            text.append(of(List.of(rectangle.version())));
        }
        return text.toString();
    }

    /** Returns the parts of a key. */
    public static String of(Key key) {
        return key.parts().toString();
    }

    /** Returns a statement in one line. */
    public static String of(Evidence evidence) {
        String period = Instants.ofMicros(evidence.validFrom())
                + (evidence.validTo() == Interval.OPEN ? "" : " .. " + Instants.ofMicros(evidence.validTo()));
        return evidence.kind() + (evidence.spanId() == null ? "" : " " + evidence.spanId()) + " " + of(evidence.key())
                + " from " + period + " #" + evidence.sequence() + " " + of(evidence.row());
    }

    private static String of(Dimension dimension) {
        StringBuilder text = new StringBuilder("  dimension fed by ").append(dimension.feed());
        text.append(", deletes ").append(dimension.deletePolicy());
        dimension.tieBreak().ifPresent(column -> text.append(", tie-break ").append(column));
        text.append(", overlaps by ").append(dimension.overlapOrder());
        text.append(", system time ").append(dimension.systemTime());
        dimension.watermark().ifPresent(mark -> text.append(", watermark ").append(mark));
        text.append(", personal ").append(dimension.personal()).append('\n');
        for (Column column : dimension.attributes()) {
            text.append("    ").append(column.name()).append(' ').append(column.type());
            text.append(' ').append(column.policy()).append('\n');
        }
        return text.toString();
    }

    private static String of(Change change) {
        String what;
        if (change instanceof Span span) {
            what = span.isVoid()
                    ? "void " + span.id()
                    : "span " + span.id() + " " + span.validFrom() + " .. " + span.validTo();
        } else if (change instanceof Observation observation) {
            what = "observation from " + observation.validFrom();
        } else if (change instanceof Patch patch) {
            what = "patch from " + patch.validFrom();
        } else if (change instanceof Correction c) {
            what = "correction " + c.existence() + " " + c.validFrom() + " .. " + c.validTo();
        } else if (change instanceof Truncate truncate) {
            what = "truncate from " + truncate.validFrom();
        } else {
            what = change instanceof Erasure ? "erasure" : "delete from " + ((Delete) change).validFrom();
        }
        return what + " #" + change.sequence() + recorded(change.systemTime()) + " " + fields(change.fields());
    }

    private static String fields(Map<String, ? extends @Nullable Object> fields) {
        Map<String, String> shown = new TreeMap<>();
        fields.forEach((name, value) -> shown.put(name, value(value)));
        return shown.toString();
    }

    private static String of(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.width(); i++) {
            String said = row.erasedToken(i).isPresent() ? "erased" : value(row.isSaid(i) ? row.value(i) : null);
            cells.add(row.isSaid(i) ? said : "unsaid");
        }
        return cells.toString();
    }

    private static String value(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes" + Arrays.toString(bytes);
        }
        if (!(value instanceof String text)) {
            return String.valueOf(value);
        }
        StringBuilder ascii = new StringBuilder("\"");
        text.chars()
                .forEach(c -> ascii.append(c < 127 && c > 31 ? Character.toString(c) : String.format("\\u%04x", c)));
        return ascii.append('"').toString();
    }
}
