package dev.scd2.cli;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Applies files to a history. */
@Command(
        name = "apply",
        description = "Apply files to a history; each is one batch, done whole or not at all.",
        sortOptions = false)
final class ApplyCommand extends LoadCommand {
    @Override
    String name() {
        return "apply";
    }

    @Override
    Optional<Target> target(Path file) {
        return Optional.of(Target.open(file));
    }

    @Override
    DimensionStore open(Optional<Target> target, Declaration declaration, Limits limits) {
        return target.orElseThrow().store(declaration, limits);
    }

    @Override
    BatchResult take(History history, Batch batch, Turn turn) {
        return history.apply(batch);
    }

    @Override
    void taken(Optional<Target> target, Declaration declaration) {
        target.orElseThrow().keep(declaration);
    }
}
