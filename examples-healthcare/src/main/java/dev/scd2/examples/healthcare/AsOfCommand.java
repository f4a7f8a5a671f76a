package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.warehouse.AsOfAnswer;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers from the warehouse what was in force on a day. Confined to one thread. */
@Command(name = "asof", description = "Says what was in force on a day, from the dimensions of the warehouse.")
final class AsOfCommand extends QuestionCommand {
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

    @Override
    void answer(Warehouse held, PrintWriter out) {
        TextTable table = new TextTable("column", "value");
        AsOfAnswer.of(held, dimension, key, day).columns().forEach(table::row);
        table.print(out);
    }
}
