package dev.scd2.engine.merge;

import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes quarantine entries. The identity is taken from what the change says and not from where it was read, so that a
 * redelivered change is quarantined once. Stateless.
 */
public final class Rejections {
    private static final String CONFLICT =
            "Another change has the same key, place and sequence and other content, and holds against this"
                    + " one. Give one of them a greater sequence, or declare a tie-break column.";

    private Rejections() {}

    static Rejection of(Dimension dimension, Change change, Refusal refusal) {
        return of(change, key(dimension, change), refusal.reason, refusal.text);
    }

    /** The loser of a conflict; equal losers have equal identities, whichever change they lost to. */
    static Rejection of(Dimension dimension, Evidence loser) {
        return of(dimension, loser, Reason.CONFLICT);
    }

    static Rejection of(Dimension dimension, Evidence loser, Reason reason) {
        return of(change(dimension, loser), loser.key(), reason, CONFLICT);
    }

    private static Rejection of(Change change, @Nullable Key key, Reason reason, String message) {
        return new Rejection(reason, message, change, key, identity(reason, message, change));
    }

    /** Returns the rejection with its personal columns null, if an erasure below {@code sequence} reaches it. */
    public static Rejection erased(Dimension dimension, Rejection rejection, Sequence sequence) {
        Change change = rejection.change();
        Sequence said = change.sequence();
        if (said != null && said.compareTo(sequence) >= 0) {
            return rejection;
        }
        return of(
                change.withFields(Erased.fields(dimension, change.fields())),
                rejection.key(),
                rejection.reason(),
                rejection.message());
    }

    /** Returns what is equal for rejected changes that say the same, whatever they were rejected for. */
    public static String content(Rejection rejection) {
        return identity(Reason.CONFLICT, CONFLICT, rejection.change());
    }

    /** Returns the {@linkplain #content(Rejection) content} that {@code statement} has when it is rejected. */
    public static String content(Dimension dimension, Evidence statement) {
        return identity(Reason.CONFLICT, CONFLICT, change(dimension, statement));
    }

    /** Returns the change that became this statement, with canonical values. */
    static Change change(Dimension dimension, Evidence evidence) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < dimension.naturalKey().size(); i++) {
            fields.put(dimension.naturalKey().get(i).name(), evidence.key().part(i));
        }
        Row row = evidence.row();
        for (int i = 0; i < row.width(); i++) {
            if (row.isSaid(i)) {
                fields.put(dimension.attributes().get(i).name(), row.value(i));
            }
        }
        Instant from = Instants.ofMicros(evidence.validFrom());
        Instant to = evidence.validTo() == Interval.OPEN ? null : Instants.ofMicros(evidence.validTo());
        Instant recorded = evidence.systemTime() == Evidence.NO_TIME ? null : Instants.ofMicros(evidence.systemTime());
        Sequence sequence = evidence.sequence();
        String id = String.valueOf(evidence.spanId());
        return switch (evidence.kind()) {
            case VALUES -> new Observation(fields, from, sequence, evidence.position(), recorded);
            case DELETE, UNLISTED -> new Delete(fields, from, sequence, evidence.position(), recorded);
            case PUT, UPDATE, ABSENCE ->
                new Correction(fields, from, to, existence(evidence.kind()), sequence, evidence.position(), recorded);
            case SPAN -> new Span(id, fields, from, to, false, sequence, evidence.position(), recorded);
            case VOID -> new Span(id, fields, null, null, true, sequence, evidence.position(), recorded);
            case ERASURE -> new Erasure(fields, sequence, evidence.position(), recorded);
        };
    }

    private static Correction.Existence existence(Evidence.Kind kind) {
        return kind == Evidence.Kind.PUT
                ? Correction.Existence.SAID
                : kind == Evidence.Kind.UPDATE ? Correction.Existence.UNSAID : Correction.Existence.ABSENT;
    }

    private static @Nullable Key key(Dimension dimension, Change change) {
        try {
            return dimension.key(change.fields());
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static String identity(Reason reason, String message, Change change) {
        String text = reason + " " + message + " " + change.getClass().getSimpleName() + " " + times(change)
                + " sequence=" + change.sequence() + " " + text(change.fields());
        byte[] hash = AttributeHash.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    private static String times(Change change) {
        if (change instanceof Span span) {
            return "span " + span.id() + " " + span.isVoid() + " " + span.validFrom() + "/" + span.validTo();
        }
        if (change instanceof Correction correction) {
            return correction.existence() + " " + correction.validFrom() + "/" + correction.validTo();
        }
        Object from = change instanceof Observation observation
                ? observation.validFrom()
                : change instanceof Patch patch
                        ? patch.validFrom()
                        : change instanceof Delete delete
                                ? delete.validFrom()
                                : change instanceof Truncate truncate ? truncate.validFrom() : null;
        return String.valueOf(from);
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
}
