package dev.scd2.cli;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes batches of files. Immutable. */
final class Loads {
    private final Declaration declaration;

    Loads(Declaration declaration) {
        this.declaration = declaration;
    }

    /** Returns the batch of a snapshot, taken at {@code at}, or else when its rows say. */
    Load snapshot(SourceFile file, @Nullable Instant at) {
        Extract extract = file.read();
        ColumnMapping mapping = ColumnMapping.of(declaration, Mode.SNAPSHOT, file, extract.fields());
        RowReader reader = new RowReader(declaration, mapping, Mode.SNAPSHOT);
        Instant time = at == null ? timeOf(file.name(), extract, reader) : at;
        Sequence sequence =
                declaration.reading().sequence() == null || extract.rows().isEmpty()
                        ? FileTime.sequenceOf(time)
                        : sequenceOf(file.name(), extract, reader);
        List<Map<String, @Nullable Object>> rows =
                new ArrayList<>(extract.rows().size());
        for (@Nullable Object[] cells : extract.rows()) {
            rows.add(reader.fields(cells));
        }
        Batch batch = Batch.builder()
                .snapshot(new Snapshot(time, sequence, rows, mapping.unsaid()))
                .reached(new Position(file.name(), 0, extract.rowNumber(rows.size() - 1)))
                .loadId(file.name())
                .build();
        return new Load(
                file.name(),
                time,
                rows.size(),
                extract.firstRow(),
                batch,
                duplicates(file.name(), extract, reader, rows));
    }

    /** Returns the batch of a file of changes, all at {@code at}, or else when each row says. */
    Load changes(SourceFile file, @Nullable Instant at) {
        Extract extract = file.read();
        ColumnMapping mapping = ColumnMapping.of(declaration, Mode.CHANGES, file, extract.fields());
        RowReader reader = new RowReader(declaration, mapping, Mode.CHANGES);
        Batch.Builder batch = Batch.builder().loadId(file.name());
        for (int i = 0; i < extract.rows().size(); i++) {
            Position position = new Position(file.name(), 0, extract.rowNumber(i));
            batch.change(change(reader, extract.rows().get(i), at, position));
        }
        return new Load(file.name(), at, extract.rows().size(), extract.firstRow(), batch.build(), List.of());
    }

    private Change change(RowReader reader, @Nullable Object[] cells, @Nullable Instant at, Position position) {
        Instant validFrom = at == null ? reader.validFrom(cells) : at;
        Sequence sequence = declaration.reading().sequence() != null
                ? reader.sequence(cells)
                : validFrom == null ? null : FileTime.sequenceOf(validFrom);
        Operation operation = reader.operation(cells);
        if (operation == null) {
            throw Failure.of(
                    position.source() + ", row " + position.offset() + ": the column of --op holds no word that is"
                            + " known. Known are, in any case: " + Operation.WORDS + ".");
        }
        Map<String, @Nullable Object> fields = reader.fields(cells);
        return operation == Operation.DELETE
                ? new Delete(fields, validFrom, sequence, position)
                : new Observation(fields, validFrom, sequence, position);
    }

    /** Returns when a snapshot was taken that says so itself, in every row alike. */
    static Instant timeOf(String file, Extract extract, RowReader reader) {
        Instant time = null;
        for (int i = 0; i < extract.rows().size(); i++) {
            Instant here = reader.validFrom(extract.rows().get(i));
            if (here == null || (time != null && !time.equals(here))) {
                throw Failure.of(
                        file + ", row " + extract.rowNumber(i) + ": a snapshot holds at one time, and the column of"
                                + " --valid-from " + (here == null ? "holds no time here" : "holds another one here")
                                + ". If the rows are changes, use --changes.");
            }
            time = here;
        }
        if (time == null) {
            throw Failure.of(file + " has no row, so nothing says when it was taken. Use --at-from-filename or --at.");
        }
        return time;
    }

    private static Sequence sequenceOf(String file, Extract extract, RowReader reader) {
        Sequence sequence = null;
        for (int i = 0; i < extract.rows().size(); i++) {
            Sequence here = reader.sequence(extract.rows().get(i));
            if (here == null || (sequence != null && !sequence.equals(here))) {
                throw Failure.of(
                        file + ", row " + extract.rowNumber(i) + ": a snapshot has one sequence, and the column of"
                                + " --sequence " + (here == null ? "holds none here" : "holds another one here")
                                + ". If the rows are changes, use --changes.");
            }
            sequence = here;
        }
        return Objects.requireNonNull(sequence, "a file without rows has no sequence");
    }

    private List<String> duplicates(
            String file, Extract extract, RowReader reader, List<Map<String, @Nullable Object>> rows) {
        Map<List<@Nullable Object>, Integer> first = new HashMap<>(rows.size() * 2);
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<@Nullable Object> key = reader.key(extract.rows().get(i));
            Integer before = key.contains(null) ? null : first.putIfAbsent(key, i);
            if (before != null) {
                boolean equal = rows.get(before).equals(rows.get(i));
                notes.add(file + ": rows " + extract.rowNumber(before) + " and " + extract.rowNumber(i)
                        + " have the same key and "
                        + (equal
                                ? "the same values; they count once."
                                : "different values (DUPLICATE_KEY_IN_SNAPSHOT). Which one holds is settled by rule, in any"
                                        + " order of rows; the other lies in quarantine."));
            }
        }
        return notes;
    }
}
