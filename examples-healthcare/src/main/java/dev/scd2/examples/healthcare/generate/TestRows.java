package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Rows that someone typed in as a test and deleted some days later. Confined to one thread. */
final class TestRows {
    private final Run run;
    private final Population population;
    private final ProviderDirectory providers;
    private final ClaimDesk claims;

    TestRows(Run run, Population population, ProviderDirectory providers, ClaimDesk claims) {
        this.run = run;
        this.population = population;
        this.providers = providers;
        this.claims = claims;
    }

    /** Puts the test rows into the agenda. */
    void start() {
        int count = Math.max(2, run.preset().members() / 1_000);
        for (int i = 1; i <= count; i++) {
            String number = String.format("%03d", i);
            Draw draw = run.draw("test", number, "rows");
            LocalDate day = draw.within(LocalDate.of(2023, 3, 1), 900);
            LocalDate gone = day.plusDays(draw.between(2, 40));
            Place place = draw.pick(Place.ALL);
            run.at(day, Group.PROVIDERS, () -> {
                Provider provider = providers.scripted("TEST-P" + number, "Family Medicine", place, day);
                Household household = population.scripted("TEST-M" + number, place, 2, LocalDate.of(1980, 1, 1));
                run.at(day, Group.MEMBERS, () -> population.record(household.subscriber(), day));
                List<Claim> typed = new ArrayList<>();
                run.at(
                        day,
                        Group.INTAKE,
                        () -> typed.add(claims.insert(
                                household.subscriber(), provider, Scenario.named("visit-adult"), day, draw)));
                run.at(gone, Group.PURGE, () -> purge(household.subscriber(), provider, typed));
            });
        }
    }

    private void purge(Person person, Provider provider, List<Claim> typed) {
        for (Claim claim : typed) {
            run.anomaly("deleted_test_row", "claims", claim.id());
            claim.delete();
        }
        person.entity().ifPresent(entity -> {
            run.anomaly("deleted_test_row", "members", entity.key());
            entity.delete("status");
        });
        provider.entity().ifPresent(entity -> {
            run.anomaly("deleted_test_row", "providers", entity.key());
            entity.delete("npi_status");
        });
    }
}
