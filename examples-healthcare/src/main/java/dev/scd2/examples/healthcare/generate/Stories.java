package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members and claims whose history is fixed, so that tests and reports can count on it. Confined to one thread. */
final class Stories {
    private final Run run;
    private final PlanCatalog plans;
    private final Population population;
    private final CoverageDesk desk;
    private final CoverageEvents coverage;
    private final MemberEvents members;
    private final ProviderDirectory providers;
    private final ClaimDesk claims;

    Stories(
            Run run,
            PlanCatalog plans,
            Population population,
            CoverageDesk desk,
            CoverageEvents coverage,
            MemberEvents members,
            ProviderDirectory providers,
            ClaimDesk claims) {
        this.run = run;
        this.plans = plans;
        this.population = population;
        this.desk = desk;
        this.coverage = coverage;
        this.members = members;
        this.providers = providers;
        this.claims = claims;
    }

    /** Puts the stories into the agenda. */
    void start() {
        Place austin = place("Austin");
        run.at(LocalDate.of(2023, 1, 2), Group.PROVIDERS, () -> {
            Provider doctor = providers.scripted("PR900001", "Family Medicine", austin, LocalDate.of(2020, 3, 1));
            premiumUnpaid(doctor, austin);
            specialtyLearnedLate(doctor);
        });
    }

    /**
     * The premium is unpaid from June 2024 on, two claims of July and August are paid, and in September coverage ends back
     * to 30 June. A move of 20 May is reported on 1 August, after an income change of 1 July.
     */
    private void premiumUnpaid(Provider doctor, Place austin) {
        Household household = population.scripted(PayerSimulation.STORY_MEMBER, austin, 1.9, LocalDate.of(1984, 4, 17));
        Person member = household.subscriber();
        run.at(LocalDate.of(2023, 12, 4), Group.MEMBERS, () -> population.record(member, LocalDate.of(2023, 12, 1)));
        run.at(LocalDate.of(2023, 12, 4), Group.COVERAGE, () -> {
            PlanYear silver = plans.of(2024, austin.state(), Lob.ACA).stream()
                    .filter(plan -> "Silver".equals(plan.metal()))
                    .findFirst()
                    .orElseThrow();
            Policy policy = desk.open(household, silver, LocalDate.of(2024, 1, 1), "021", "28", "NEW");
            Draw draw = run.draw("story", member.memberId(), "lapse");
            run.at(LocalDate.of(2024, 6, 11), Group.COVERAGE, () -> coverage.unpaid(policy, LocalDate.of(2024, 6, 1)));
            run.at(
                    LocalDate.of(2024, 9, 4),
                    Group.COVERAGE,
                    () -> coverage.lapse(policy, LocalDate.of(2024, 6, 30), draw));
        });
        visit(member, doctor, "hypertension", LocalDate.of(2024, 3, 12), LocalDate.of(2024, 3, 15));
        visit(member, doctor, "respiratory", LocalDate.of(2024, 5, 28), LocalDate.of(2024, 5, 31));
        visit(member, doctor, "hypertension", LocalDate.of(2024, 7, 10), LocalDate.of(2024, 7, 12));
        visit(member, doctor, "sinusitis", LocalDate.of(2024, 8, 14), LocalDate.of(2024, 8, 16));
        run.at(LocalDate.of(2024, 7, 2), Group.MEMBERS, () -> {
            Map<String, @Nullable Object> said = new HashMap<>();
            said.put("fpl_ratio", Money.ratio(1.45, 2));
            members.say(member, LocalDate.of(2024, 7, 1), said, "fpl_change");
        });
        run.at(LocalDate.of(2024, 8, 1), Group.MEMBERS, () -> {
            Map<String, @Nullable Object> said = place("San Antonio").memberAddress("12 Story Lane", "78230");
            members.say(member, LocalDate.of(2024, 5, 20), said, "address_move");
        });
    }

    /** The doctor of the stories turned to cardiology on 1 June 2024; the payer learns it on 20 October. */
    private void specialtyLearnedLate(Provider doctor) {
        run.at(
                LocalDate.of(2024, 10, 20),
                Group.PROVIDERS,
                () -> doctor.entity().ifPresent(entity -> {
                    doctor.specialty("Cardiology");
                    Map<String, @Nullable Object> said = new HashMap<>();
                    said.put("specialty", "Cardiology");
                    said.put("taxonomy_code", ProviderDirectory.taxonomy("Cardiology"));
                    entity.report(LocalDate.of(2024, 6, 1), said);
                    run.anomaly("provider_specialty", "providers", doctor.id());
                }));
    }

    private void visit(Person member, Provider doctor, String scenario, LocalDate day, LocalDate received) {
        Draw draw = run.draw("story", member.memberId(), "visit of " + day);
        run.at(received, Group.INTAKE, () -> claims.receive(member, doctor, Scenario.named(scenario), day, draw));
    }

    private static Place place(String city) {
        return Place.ALL.stream().filter(p -> p.city().equals(city)).findFirst().orElseThrow();
    }
}
