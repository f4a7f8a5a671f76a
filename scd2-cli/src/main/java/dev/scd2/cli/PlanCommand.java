package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.lake.DuckDbDialect;
import dev.scd2.sql.PlanSql;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what applying would do. Files before the last are applied in a transaction that is rolled back. */
@Command(name = "plan", description = "Say what apply would do, and write nothing.", sortOptions = false)
final class PlanCommand extends LoadCommand {
    @Option(
            names = "--sql",
            description =
                    "Print what apply would do to the table of versions as SQL, one statement for each row. It shows keys"
                            + " and values.")
    private boolean sql;

    private final List<String> statements = new ArrayList<>();
    private StoreOptions options = StoreOptions.standard();

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
        options = declaration.preset().options();
        return target.isPresent()
                ? target.get().rehearsal(declaration, limits)
                : InMemoryStore.of(declaration.dimension(limits));
    }

    @Override
    BatchResult take(History history, Batch batch, Turn turn) {
        if (!sql) {
            return turn == Turn.LAST ? history.plan(batch) : history.apply(batch);
        }
        // Applied in the rehearsal, new versions have their surrogate keys.
        BatchResult result = history.apply(batch);
        statements.addAll(PlanSql.of(result.plan(), history.store().dimension(), DuckDbDialect.INSTANCE, options));
        return result;
    }

    @Override
    void print(Report report, Declaration declaration, Output form, PrintWriter out, PrintWriter err) {
        if (!sql) {
            super.print(report, declaration, form, out, err);
        } else if (form == Output.JSON) {
            ObjectNode document = Report.JSON.createObjectNode().put("table", declaration.table());
            statements.forEach(document.putArray("sql")::add);
            Report.print(document, out);
        } else {
            statements.forEach(statement -> out.println(statement + ";"));
        }
    }

    @Override
    void taken(Optional<Target> target, Declaration declaration) {
        // a plan leaves nothing behind
        return;
    }
}
