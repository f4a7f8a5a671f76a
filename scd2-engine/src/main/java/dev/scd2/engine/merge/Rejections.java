package dev.scd2.engine.merge;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Span;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes quarantine entries. The identity is taken from what the change says and not from where it was read, so that a
 * redelivered change is quarantined once. Stateless.
 */
final class Rejections {
    private Rejections() {}

    static Rejection of(Change change, Reason reason, String message) {
        return of(change, change.fields(), reason, message);
    }

    static Rejection of(Change change, Map<String, ? extends @Nullable Object> fields, Reason reason, String message) {
        String payload = kind(change) + " " + times(change) + " sequence=" + change.sequence() + " " + text(fields);
        return new Rejection(reason, message, change.position(), payload, digest(reason + " " + message + payload));
    }

    /** The loser of a conflict; equal losers have equal identities, whichever change they lost to. */
    static Rejection of(Dimension dimension, Evidence loser, Reason reason) {
        String payload = loser.kind() + (loser.spanId() == null ? "" : " span " + loser.spanId()) + " validFrom="
                + Instants.ofMicros(loser.validFrom())
                + (loser.validTo() == Interval.OPEN ? "" : " validTo=" + Instants.ofMicros(loser.validTo()))
                + " sequence=" + loser.sequence() + " key=" + loser.key().parts() + " " + text(dimension, loser);
        String message = "Another change has the same key, place and sequence and other content, and holds against this"
                + " one. Give one of them a greater sequence, or declare a tie-break column.";
        return new Rejection(reason, message, loser.position(), payload, digest("conflict " + payload));
    }

    private static String kind(Change change) {
        return change.getClass().getSimpleName();
    }

    private static String times(Change change) {
        if (change instanceof Span span) {
            return "span " + span.id() + " validFrom=" + span.validFrom() + " validTo=" + span.validTo();
        }
        Object from = change instanceof Observation observation
                ? observation.validFrom()
                : change instanceof Patch patch ? patch.validFrom() : ((Delete) change).validFrom();
        return "validFrom=" + from;
    }

    private static String text(Dimension dimension, Evidence evidence) {
        Map<String, @Nullable Object> said = new TreeMap<>();
        for (int i = 0; i < evidence.row().width(); i++) {
            if (evidence.row().isSaid(i)) {
                said.put(dimension.attributes().get(i).name(), evidence.row().value(i));
            }
        }
        return text(said);
    }

    private static String text(Map<String, ? extends @Nullable Object> fields) {
        StringBuilder text = new StringBuilder("{");
        fields.forEach((name, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append('=')
                .append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : quoted(value)));
        return text.append('}').toString();
    }

    private static String quoted(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        return value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
    }

    private static String digest(String text) {
        byte[] hash = AttributeHash.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }
}
