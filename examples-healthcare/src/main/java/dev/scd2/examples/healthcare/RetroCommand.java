package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.pipeline.PayerException;
import dev.scd2.examples.healthcare.warehouse.RetroImpact;
import dev.scd2.examples.healthcare.warehouse.RetroImpact.Change;
import dev.scd2.examples.healthcare.warehouse.RetroImpact.Claim;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the claims whose coverage answer changed after they were paid or denied. Confined to one thread. */
@Command(
        name = "retro",
        description =
                "Lists the claims whose coverage on the day of service is another now than it was known to be when"
                        + " they were paid or denied, with the money.")
final class RetroCommand implements Callable<Integer> {
    @Option(names = "--since", paramLabel = "DATE", description = "Only what was learned on this day or later.")
    private @Nullable LocalDate since;

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
            print(
                    RetroImpact.of(warehouse, Optional.ofNullable(since)),
                    spec.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        } catch (SQLException e) {
            throw new PayerException("The warehouse " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void print(RetroImpact impact, PrintWriter out) {
        TextTable claims = new TextTable(
                "learned", "claim", "member", "served", "paid", "plan as known then", "plan now", "coverage", "amount");
        for (Claim claim : impact.claims()) {
            claims.row(
                    claim.learnedOn(),
                    claim.id(),
                    claim.member(),
                    claim.served(),
                    claim.paidOn() == null ? claim.status().toLowerCase(Locale.ROOT) : claim.paidOn(),
                    shown(claim.planAsPaid()),
                    shown(claim.planNow()),
                    claim.change(),
                    claim.paidOn() == null ? claim.billed() : claim.paid());
        }
        claims.print(out);
        out.println();
        TextTable totals = new TextTable("coverage", "claims", "paid", "denied, billed");
        for (Change change : Change.values()) {
            List<Claim> of = impact.of(change);
            totals.row(
                    change,
                    of.size(),
                    sum(of.stream().filter(claim -> claim.paidOn() != null).toList(), Claim::paid),
                    sum(of.stream().filter(claim -> claim.paidOn() == null).toList(), Claim::billed));
        }
        totals.print(out);
        out.flush();
    }

    private static String shown(@Nullable String plan) {
        return plan == null ? "none" : plan;
    }

    private static BigDecimal sum(List<Claim> claims, Function<Claim, BigDecimal> amount) {
        return claims.stream().map(amount).reduce(new BigDecimal("0.00"), BigDecimal::add);
    }
}
