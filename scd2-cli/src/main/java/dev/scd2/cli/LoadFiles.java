package dev.scd2.cli;

import dev.scd2.change.Snapshot;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.engine.History;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.Scd2Exception;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.timeline.Instants;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of one command, and their way into a table. Confined to one thread. */
final class LoadFiles {
    private final List<Timed> files;
    private final Mode mode;

    /** A file and when its rows hold; null if they say so themselves. */
    private record Timed(SourceFile source, @Nullable Instant at) {}

    private LoadFiles(List<Timed> files, Mode mode) {
        this.files = files;
        this.mode = mode;
    }

    /** Returns the files in order of their time, as far as the options tell it. */
    static LoadFiles of(FileOptions options, ReaderConnection reader) {
        List<Timed> files = new ArrayList<>();
        for (SourceFile source : options.sources(reader)) {
            files.add(new Timed(source, options.timeOf(source)));
        }
        if (options.saysTime()) {
            files.sort(Comparator.comparing(timed -> timed.at() == null ? Instant.MIN : timed.at()));
        }
        return new LoadFiles(files, options.mode());
    }

    /** Returns what the table is: as it is stored, or as the options and the first file say. */
    Declaration declaration(DeclarationOptions columns, Optional<Declaration> stored, @Nullable String table) {
        SourceFile first = files.get(0).source();
        Declaration declaration = stored.isPresent()
                ? columns.over(stored.get())
                : columns.declare(table == null ? Target.DEFAULT_TABLE : table, first.name(), first.fields());
        boolean saysTime = files.get(0).at() != null;
        if (!saysTime && declaration.reading().validFrom() == null) {
            throw Failure.usage(
                    "When do the rows hold? Say it with --at-from-filename, --valid-from COL or --at INSTANT.");
        }
        return saysTime ? declaration.with(declaration.reading().withoutValidFrom()) : declaration;
    }

    /** Looks at the columns of every file before the first is applied. */
    void requireNoDrift(Declaration declaration) {
        for (Timed file : files) {
            SourceFile source = file.source();
            ColumnMapping.of(declaration, mode, source, source.fields());
        }
    }

    /** Applies every file as a batch of its own. */
    void apply(
            LoadCommand command,
            Optional<Target> target,
            Path database,
            Declaration declaration,
            Limits limits,
            Report report) {
        List<Timed> inOrder = inOrder(declaration);
        Loads loads = new Loads(declaration);
        DimensionStore store = null;
        try (Progress progress = Progress.over(inOrder.size());
                ReadAhead<Timed> ahead = new ReadAhead<>(inOrder.iterator(), file -> load(loads, file))) {
            while (ahead.hasNext()) {
                progress.at(inOrder.get(report.files()).source().name());
                long start = System.nanoTime();
                Load load = ahead.next();
                if (store == null) {
                    store = command.open(target, declaration, limits);
                }
                requireRows(load, store, limits);
                LoadCommand.Turn turn = ahead.hasNext() ? LoadCommand.Turn.MORE_FOLLOW : LoadCommand.Turn.LAST;
                BatchResult result = take(command, store, load, turn, database);
                if (report.files() == 0) {
                    command.taken(target, declaration);
                }
                report.add(load, result, (System.nanoTime() - start) / 1e9);
                progress.step();
            }
        } catch (Failure failure) {
            throw Failure.of(failure.getMessage() + report.before(command.name()), failure);
        }
    }

    private Load load(Loads loads, Timed file) {
        return mode == Mode.SNAPSHOT
                ? loads.snapshot(file.source(), file.at())
                : loads.changes(file.source(), file.at());
    }

    private static BatchResult take(
            LoadCommand command, DimensionStore store, Load load, LoadCommand.Turn turn, Path database) {
        try {
            return command.take(History.of(store), load.batch(), turn);
        } catch (InvalidChangeException refused) {
            throw refusal(store, load, refused);
        } catch (Scd2Exception failure) {
            throw Failure.of(load.file() + ": " + Diagnosis.ofDatabase(failure, database), failure);
        }
    }

    private static Failure refusal(DimensionStore store, Load load, InvalidChangeException refused) {
        String message = load.file() + ": " + refused.getMessage();
        if (refused.reason() == Reason.SNAPSHOT_DELETE_SHARE) {
            String hint = load.batch()
                    .snapshot()
                    .map(snapshot -> BrakeHint.of(store, snapshot))
                    .orElse("");
            message += (hint.isEmpty() ? " Allow it with --max-delete-share 1 (or the share that is right)." : hint);
        } else if (refused.reason() == Reason.REJECT_LIMIT) {
            message += " Allow more with --reject-limit.";
        }
        return Failure.of(message, refused);
    }

    /** An empty listing says that every key is gone; where the table is empty too, the brake has nothing to count. */
    private static void requireRows(Load load, DimensionStore store, Limits limits) {
        Snapshot snapshot = load.batch().snapshot().orElse(null);
        if (snapshot == null
                || load.rows() > 0
                || limits.maxDeleteShare() == 1
                || store.dimension().deletePolicy() == DeletePolicy.IGNORE) {
            return;
        }
        long at = Instants.toMicros(snapshot.at());
        boolean known = store.snapshots().stream()
                .anyMatch(mark -> mark.at() == at && mark.sequence().equals(snapshot.sequence()));
        if (!known) {
            throw Failure.of(
                    load.file() + " has a header and no row: as a snapshot it says that every key is gone. Nothing of"
                            + " it was written. If that is so, allow it with --max-delete-share 1; if not, leave the file out.");
        }
    }

    /** Snapshots that say themselves when they were taken are looked at for it; the brake compares neighbours in time. */
    private List<Timed> inOrder(Declaration declaration) {
        if (mode == Mode.CHANGES || files.size() == 1 || files.get(0).at() != null) {
            return files;
        }
        List<Timed> timed = new ArrayList<>();
        for (Timed file : files) {
            Extract extract = file.source().read();
            ColumnMapping mapping = ColumnMapping.of(declaration, mode, file.source(), extract.fields());
            RowReader reader = new RowReader(declaration, mapping, mode);
            timed.add(new Timed(file.source(), Loads.timeOf(file.source().name(), extract, reader)));
        }
        timed.sort(Comparator.comparing(file -> file.at() == null ? Instant.MIN : file.at()));
        return timed;
    }
}
