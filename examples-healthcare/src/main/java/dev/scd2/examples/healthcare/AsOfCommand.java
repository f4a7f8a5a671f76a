package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.pipeline.PayerException;
import dev.scd2.examples.healthcare.warehouse.AsOfAnswer;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers from the warehouse what was in force on a day. Confined to one thread. */
@Command(name = "asof", description = "Says what was in force on a day, from the dimensions of the warehouse.")
final class AsOfCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIMENSION", description = "member, plan, provider or enrollment")
    private String dimension = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY",
            description = "The natural key: a member, plan and year, a provider, or a member and a coverage type.")
    private List<String> key = List.of();

    @Option(names = "--on", required = true, paramLabel = "DATE", description = "The day, such as 2024-07-10.")
    private LocalDate day = LocalDate.EPOCH;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "payer-data", description = "The directory of the run.")
    private Path directory = Path.of("payer-data");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path file = directory.resolve("warehouse.duckdb");
        if (!Files.exists(file)) {
            throw new PayerException("There is no warehouse " + file + ". Run ./payer run first, or give --dir.", null);
        }
        try (Warehouse warehouse = Warehouse.open(file)) {
            AsOfAnswer answer = AsOfAnswer.of(warehouse, dimension, key, day);
            TextTable table = new TextTable("column", "value");
            answer.columns().forEach(table::row);
            table.print(spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        } catch (SQLException e) {
            throw new PayerException("The warehouse " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
