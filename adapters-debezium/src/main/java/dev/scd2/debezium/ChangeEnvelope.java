package dev.scd2.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.change.Sequence;
import dev.scd2.engine.intake.RowChange.Operation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change says in Debezium's envelope, its rows still as JSON.
 *
 * <p>{@code (lsn, totalOrder)} orders the changes of a PostgreSQL source, and stays the same when a change comes again.
 * {@code lastCommitLsn} does not: it is the last commit that the connector had seen, unknown after its restart.
 *
 * @param op  {@code c} inserted, {@code u} updated, {@code d} deleted, {@code r} read by a snapshot, {@code t} truncated
 * @param before  the row before; null where the source does not tell
 * @param after  the row after; null when it was deleted
 * @param lastCommitLsn  the first part of {@code source.sequence}
 * @param lsn  the position of the change in the source's log
 * @param totalOrder  the place of the change in its transaction, from 1; null without transaction metadata
 * @param txId  the transaction
 * @param committedMicros  when the source committed it, epoch microseconds, UTC
 */
public record ChangeEnvelope(
        String op,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable Long lastCommitLsn,
        @Nullable Long lsn,
        @Nullable Long totalOrder,
        @Nullable Long txId,
        @Nullable Long committedMicros) {
    private static final Set<String> OPERATIONS = Set.of("c", "u", "d", "r", "t");

    /**
     * Reads an envelope.
     *
     * @param keyed whether the change comes with a key, which a deletion needs that does not tell its row
     * @throws NotAChange if it does not have the shape of one
     */
    public static ChangeEnvelope of(JsonNode envelope, boolean keyed) throws NotAChange {
        String op = text(envelope, "op");
        if (op == null || !OPERATIONS.contains(op)) {
            throw new NotAChange("it has no operation of a row in 'op'");
        }
        JsonNode before = row(envelope, "before");
        JsonNode after = row(envelope, "after");
        if (Set.of("c", "u", "r").contains(op) && after == null) {
            throw new NotAChange("operation " + op + " comes without a row in 'after'");
        }
        if (op.equals("d") && before == null && !keyed) {
            throw new NotAChange("a deletion comes without key and without a row in 'before'");
        }
        JsonNode source = envelope.path("source");
        return new ChangeEnvelope(
                op,
                before,
                after,
                lastCommit(source),
                JsonMessage.wholeNumber(source.path("lsn")),
                JsonMessage.wholeNumber(envelope.path("transaction").path("total_order")),
                JsonMessage.wholeNumber(source.path("txId")),
                committedMicros(source, ""));
    }

    /** Returns the operation that a letter of Debezium names; an update for one that is unknown. */
    public static Operation operation(String op) {
        return switch (op) {
            case "r" -> Operation.READ;
            case "c" -> Operation.INSERT;
            case "d" -> Operation.DELETE;
            case "t" -> Operation.TRUNCATE;
            default -> Operation.UPDATE;
        };
    }

    /** Returns the order of PostgreSQL's log, in which rows of one statement may share a place: then by the transaction. */
    public static Sequence placeInLog(long lsn, @Nullable Long totalOrder) {
        return Sequence.of(lsn, totalOrder == null ? 0 : totalOrder);
    }

    /**
     * Returns when the source committed, epoch microseconds, UTC; null if it is not told.
     *
     * @param prefix what the names of the fields begin with
     */
    public static @Nullable Long committedMicros(JsonNode source, String prefix) {
        Long micros = JsonMessage.wholeNumber(source.path(prefix + "ts_us"));
        Long millis = JsonMessage.wholeNumber(source.path(prefix + "ts_ms"));
        boolean fits = millis != null && Math.abs(millis / 1_000L) < Long.MAX_VALUE / 1_000_000L;
        return micros != null || millis == null || !fits ? micros : Long.valueOf(millis * 1_000L);
    }

    /** Names the operation only: rows may be about people. */
    @Override
    public String toString() {
        return "ChangeEnvelope[" + op + "]";
    }

    private static @Nullable JsonNode row(JsonNode envelope, String name) throws NotAChange {
        JsonNode row = envelope.get(name);
        if (row == null || row.isNull()) {
            return null;
        }
        if (!row.isObject()) {
            throw new NotAChange("'" + name + "' is not a row");
        }
        return row;
    }

    /**
     * Returns the last commit that the connector had seen, the first part of {@code source.sequence}; null if it does not say it.
     *
     * @throws NotAChange if the sequence is not JSON
     */
    public static @Nullable Long lastCommit(JsonNode source) throws NotAChange {
        String sequence = text(source, "sequence");
        return sequence == null
                ? null
                : JsonMessage.wholeNumber(JsonMessage.parse(sequence).payload().path(0));
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isTextual() ? null : value.textValue();
    }
}
