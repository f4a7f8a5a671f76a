package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Open enrollment: each household renews, switches or leaves for the next benefit year. Confined to one thread. */
final class Renewals {
    private final Run run;
    private final PlanCatalog plans;
    private final CoverageDesk desk;
    private final Population population;

    Renewals(Run run, PlanCatalog plans, CoverageDesk desk, Population population) {
        this.run = run;
        this.plans = plans;
        this.desk = desk;
        this.population = population;
    }

    /** On 1 November: lets each household decide until the end of the year, a few as late as mid January. */
    void november(LocalDate first) {
        int year = first.getYear() + 1;
        for (Household household : population.households()) {
            Draw draw = run.draw("household", household.id(), "renewal for " + year);
            boolean leaves = !household.isScripted() && draw.chance(0.05);
            LocalDate decided = draw.chance(0.08) ? first.plusDays(draw.between(62, 80)) : draw.within(first, 55);
            run.at(decided, Group.COVERAGE, () -> decide(household, year, leaves, draw));
        }
    }

    private void decide(Household household, int year, boolean leaves, Draw draw) {
        LocalDate start = LocalDate.of(year, 1, 1);
        LocalDate eve = start.minusDays(1);
        Policy old = household.policy(eve).orElse(null);
        if (old == null
                || household.isInsuredFrom(start)
                || household.people().stream().noneMatch(p -> p.aliveOn(eve))) {
            return;
        }
        desk.expire(old);
        if (leaves) {
            run.anomaly("left_at_renewal", "policies", old.entity().key());
            return;
        }
        PlanYear plan = plan(household, old, year, draw);
        Policy policy = desk.open(household, plan, start, "001", "41", "RENEWAL");
        if (!plan.planId().equals(old.plan().planId())) {
            run.anomaly(
                    "plan_switch_open_enrollment", "policies", policy.entity().key());
        }
        if (run.today().isAfter(start)) {
            run.anomaly("retro_enrollment", "policies", policy.entity().key());
        }
        if (!household.isScripted() && household.lob() == Lob.ACA && draw.chance(0.02)) {
            run.at(start.plusDays(draw.between(30, 60)), Group.COVERAGE, () -> audit(policy));
        }
    }

    private PlanYear plan(Household household, Policy old, int year, Draw draw) {
        boolean stays = old.plan().lob() == household.lob()
                && old.plan().state().equals(household.place().state());
        boolean looksAround = household.lob() == Lob.ACA && draw.chance(0.3);
        if (household.isScripted() || (stays && !looksAround)) {
            return plans.successor(old.plan().planId(), year);
        }
        return plans.choose(draw, year, household.place().state(), household.lob());
    }

    /** The exchange's audit file says that coverage began a month later. */
    private void audit(Policy policy) {
        LocalDate start = policy.start().plusMonths(1);
        for (Span span : policy.spans()) {
            if (policy.isInForce() && span.covers(start) && span.start().isBefore(start)) {
                Map<String, @Nullable Object> said = new HashMap<>();
                said.put("start_date", start);
                said.put("file_kind", "AUDIT");
                span.restate("030", "28", said);
                run.anomaly("audited_start", "enrollments", span.id());
            }
        }
    }
}
