package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.List;

/** Who is treated when, by whom and for what; claims for it are received later. Confined to one thread. */
final class Visits {
    private final Run run;
    private final ProviderDirectory providers;
    private final ClaimDesk claims;

    Visits(Run run, ProviderDirectory providers, ClaimDesk claims) {
        this.run = run;
        this.providers = providers;
        this.claims = claims;
    }

    /** Draws the visits of a month. */
    void month(LocalDate first, List<Household> households) {
        for (Household household : households) {
            if (household.isScripted()) {
                continue;
            }
            for (Person person : household.people()) {
                Draw draw = run.draw("member", person.memberId(), "visits of " + first);
                int count = draw.poisson(person.visitsPerYear() / 12);
                for (int i = 0; i < count; i++) {
                    LocalDate day = draw.within(first, first.lengthOfMonth());
                    if (person.aliveOn(day) && feelsInsured(household, day, draw)) {
                        visit(person, Scenario.of(draw, person, day), day, draw);
                    }
                }
            }
        }
    }

    /** Insured, or still showing the card of a policy that ended in the last two months. */
    private static boolean feelsInsured(Household household, LocalDate day, Draw draw) {
        return household.policy(day).isPresent()
                || (draw.chance(0.25)
                        && household.policies().stream()
                                .anyMatch(policy -> policy.isInForce()
                                        && policy.end().isBefore(day)
                                        && !policy.end().plusDays(60).isBefore(day)));
    }

    private void visit(Person person, Scenario scenario, LocalDate day, Draw draw) {
        receive(person, scenario, day, day.plusDays(lag(scenario, draw)), draw);
    }

    private void receive(Person person, Scenario scenario, LocalDate day, LocalDate received, Draw draw) {
        Provider provider = providers.choose(draw, person.household().place().state(), scenario.specialty(), day);
        run.at(received, Group.INTAKE, () -> {
            if (person.aliveOn(day)) {
                claims.receive(person, provider, scenario, day, draw);
            }
        });
    }

    private static int lag(Scenario scenario, Draw draw) {
        if (scenario.claimType().equals("PHARMACY")) {
            return draw.chance(0.9) ? 0 : 1;
        }
        if (draw.chance(0.01)) {
            return draw.between(366, 420);
        }
        return draw.chance(0.04) ? draw.between(60, 365) : (int) Math.min(365, 1 + draw.lognormal(2.05, 1.25));
    }

    /** The stay of a newborn, and mostly a first visit: both before the payer knows the child. */
    void newborn(Person child, LocalDate born, Draw draw) {
        LocalDate stay = born.plusDays(draw.between(2, 12));
        receive(child, Scenario.named("visit-child"), born, stay, draw);
        if (draw.chance(0.7)) {
            LocalDate day = born.plusDays(draw.between(3, 14));
            receive(child, Scenario.named("visit-child"), day, day.plusDays(draw.between(1, 8)), draw);
        }
    }

    /** A visit in the first days of coverage, received before the payer has recorded the member. */
    void early(Person person, LocalDate start, int days, Draw draw) {
        LocalDate day = start.plusDays(draw.between(0, days - 1));
        receive(person, Scenario.of(draw, person, day), day, day, draw);
    }
}
