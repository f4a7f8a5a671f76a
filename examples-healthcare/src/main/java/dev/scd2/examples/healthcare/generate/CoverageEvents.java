package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to coverage in a month: grace periods, terminations, switches, returns. Confined to one thread. */
final class CoverageEvents {
    private final Run run;
    private final PlanCatalog plans;
    private final CoverageDesk desk;
    private final Population population;

    CoverageEvents(Run run, PlanCatalog plans, CoverageDesk desk, Population population) {
        this.run = run;
        this.plans = plans;
        this.desk = desk;
        this.population = population;
    }

    /** Draws the events of a month, for the households insured on its first day. */
    void month(LocalDate first) {
        for (Household household : population.households()) {
            Policy policy = household.policy(first).orElse(null);
            if (policy == null || policy.isTerminated() || policy.wasReinstated()) {
                continue;
            }
            Draw draw = run.draw("household", household.id(), "coverage of " + first);
            int month = first.getMonthValue();
            if (household.hasAptc() && month <= 9 && draw.chance(0.06 / 9)) {
                grace(policy, first, draw);
            } else if (!household.hasAptc() && month > 1 && draw.chance(0.02 / 11)) {
                run.at(
                        first.plusDays(draw.between(31, 45)),
                        Group.COVERAGE,
                        () -> lapse(policy, first.minusDays(1), draw));
            } else if (draw.chance(0.015 / 12)) {
                run.at(draw.within(first, 28), Group.COVERAGE, () -> otherRetroTermination(policy, draw));
            } else if (draw.chance(household.lob() == Lob.MEDICAID ? 0.009 : 0.004)) {
                run.at(first.plusDays(draw.between(2, 20)), Group.COVERAGE, () -> leave(policy, first, draw));
            } else if (month < 11 && draw.chance(0.025 / 12)) {
                LocalDate start = first.plusMonths(1);
                run.at(start.plusDays(draw.between(-12, 40)), Group.COVERAGE, () -> switchPlan(policy, start, draw));
            }
        }
    }

    /** Premium unpaid: three months of grace, after which 45 % lose the coverage after the first of them. */
    private void grace(Policy policy, LocalDate first, Draw draw) {
        run.at(first.plusDays(10), Group.COVERAGE, () -> unpaid(policy, first));
        if (draw.chance(0.45)) {
            LocalDate lastDay = first.with(TemporalAdjusters.lastDayOfMonth());
            run.at(first.plusDays(draw.between(61, 95)), Group.COVERAGE, () -> lapse(policy, lastDay, draw));
        } else {
            run.at(first.plusDays(draw.between(25, 85)), Group.COVERAGE, () -> cure(policy));
        }
    }

    /** Records that the premium is unpaid from {@code first} on. */
    void unpaid(Policy policy, LocalDate first) {
        if (policy.isInForce() && !policy.isTerminated()) {
            Map<String, @Nullable Object> said = new HashMap<>();
            said.put("grace_start_date", first);
            said.put("paid_through_date", first.minusDays(1));
            policy.entity().report(first, said);
            policy.graceFrom(first);
            run.anomaly("grace_period", "policies", policy.entity().key());
        }
    }

    private void cure(Policy policy) {
        if (policy.isInForce() && policy.grace().isPresent()) {
            Map<String, @Nullable Object> said = new HashMap<>();
            said.put("grace_start_date", null);
            said.put("paid_through_date", run.today().with(TemporalAdjusters.lastDayOfMonth()));
            policy.entity().report(run.today(), said);
            desk.release(policy);
            run.anomaly("grace_cured", "policies", policy.entity().key());
        }
    }

    /** Ends coverage for unpaid premium, back to {@code lastDay}. */
    void lapse(Policy policy, LocalDate lastDay, Draw draw) {
        if (desk.terminate(policy, lastDay, "59")) {
            run.anomaly("retro_termination_premium", "policies", policy.entity().key());
            perhapsReinstate(policy, draw);
        }
    }

    private void otherRetroTermination(Policy policy, Draw draw) {
        int lookBack = (int) Math.min(365, 15 + draw.exponential(60));
        LocalDate lastDay = run.today().minusDays(lookBack).with(TemporalAdjusters.lastDayOfMonth());
        LocalDate earliest = policy.start().with(TemporalAdjusters.lastDayOfMonth());
        if (desk.terminate(policy, lastDay.isBefore(earliest) ? earliest : lastDay, "14")) {
            run.anomaly("retro_termination_other", "policies", policy.entity().key());
            perhapsReinstate(policy, draw);
        }
    }

    private void perhapsReinstate(Policy policy, Draw draw) {
        if (draw.chance(0.25)) {
            run.at(run.today().plusDays(draw.between(10, 60)), Group.COVERAGE, () -> {
                if (policy.isInForce()
                        && policy.isTerminated()
                        && !policy.household().isInsuredFrom(policy.end().plusDays(1))) {
                    desk.reinstate(policy);
                }
            });
        }
    }

    /** Leaves at the end of the month; seven in ten of Medicaid come back within a year, some from before. */
    private void leave(Policy policy, LocalDate first, Draw draw) {
        if (!desk.terminate(policy, first.with(TemporalAdjusters.lastDayOfMonth()), "07")) {
            return;
        }
        run.anomaly("termination", "policies", policy.entity().key());
        Household household = policy.household();
        if (household.lob() == Lob.MEDICAID && draw.chance(0.7)) {
            LocalDate back = first.plusMonths(draw.between(3, 9));
            LocalDate start = back.minusMonths(draw.between(0, 2));
            run.at(back.plusDays(draw.between(1, 20)), Group.COVERAGE, () -> comeBack(household, start, draw));
        }
    }

    private void comeBack(Household household, LocalDate start, Draw draw) {
        if (household.isInsuredFrom(start) || start.isAfter(Run.LAST_SERVICE)) {
            return;
        }
        PlanYear plan = plans.choose(draw, start.getYear(), household.place().state(), household.lob());
        Policy policy = desk.open(household, plan, start, "021", "41", "RETURN");
        run.anomaly(
                start.isBefore(run.today().minusDays(25)) ? "retro_enrollment" : "return",
                "policies",
                policy.entity().key());
    }

    /** Switches to another plan from {@code start} on, in the state and line of business of the household by now. */
    void switchPlan(Policy policy, LocalDate start, Draw draw) {
        if (policy.isTerminated()
                || !start.isAfter(policy.start())
                || start.getYear() != policy.plan().year()) {
            return;
        }
        Household household = policy.household();
        PlanYear plan = plans.choose(draw, start.getYear(), household.place().state(), household.lob());
        LocalDate nextYear = LocalDate.of(start.getYear() + 1, 1, 1);
        boolean renewed = household.isInsuredFrom(nextYear);
        if (plan.planId().equals(policy.plan().planId()) || !desk.terminate(policy, start.minusDays(1), "22")) {
            return;
        }
        Policy next = desk.open(household, plan, start, "021", "22", "SPECIAL");
        run.anomaly("plan_switch_special", "policies", next.entity().key());
        if (renewed) {
            desk.open(household, plans.successor(plan.planId(), nextYear.getYear()), nextYear, "021", "22", "RENEWAL");
        }
    }
}
