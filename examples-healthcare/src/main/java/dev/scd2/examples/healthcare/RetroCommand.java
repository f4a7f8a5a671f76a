package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.warehouse.RetroImpact;
import dev.scd2.examples.healthcare.warehouse.RetroImpact.Change;
import dev.scd2.examples.healthcare.warehouse.RetroImpact.Claim;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the claims whose coverage answer changed after they were paid or denied. Confined to one thread. */
@Command(
        name = "retro",
        description =
                "Lists the claims whose coverage on the day of service is another now than it was known to be when"
                        + " they were paid or denied, with the money.")
final class RetroCommand extends QuestionCommand {
    @Option(names = "--since", paramLabel = "DATE", description = "Only what was learned on this day or later.")
    private @Nullable LocalDate since;

    @Override
    void answer(Warehouse held, PrintWriter out) {
        print(RetroImpact.of(held, Optional.ofNullable(since)), out);
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
    }

    private static String shown(@Nullable String plan) {
        return plan == null ? "none" : plan;
    }

    private static BigDecimal sum(List<Claim> claims, Function<Claim, BigDecimal> amount) {
        return claims.stream().map(amount).reduce(new BigDecimal("0.00"), BigDecimal::add);
    }
}
