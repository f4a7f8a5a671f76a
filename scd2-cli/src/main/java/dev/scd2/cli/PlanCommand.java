package dev.scd2.cli;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says what applying would do. Files before the last are applied in a transaction that is rolled back. */
@Command(name = "plan", description = "Say what apply would do, and write nothing.", sortOptions = false)
final class PlanCommand extends LoadCommand {
    @Override
    String name() {
        return "plan";
    }

    @Override
    Optional<Target> target(Path file) {
        return Files.exists(file) ? Optional.of(Target.open(file)) : Optional.empty();
    }

    @Override
    DimensionStore open(Optional<Target> target, Declaration declaration, Limits limits) {
        return target.isPresent()
                ? target.get().rehearsal(declaration, limits)
                : InMemoryStore.of(declaration.dimension(limits));
    }

    @Override
    BatchResult take(History history, Batch batch, Turn turn) {
        return turn == Turn.LAST ? history.plan(batch) : history.apply(batch);
    }

    @Override
    void taken(Optional<Target> target, Declaration declaration) {
        // a plan leaves nothing behind
        return;
    }
}
