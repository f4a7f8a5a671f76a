package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens, ends, cancels and reinstates policies with their coverage spans. Confined to one thread. */
final class CoverageDesk {
    private final Run run;
    private final PlanCatalog plans;

    CoverageDesk(Run run, PlanCatalog plans) {
        this.run = run;
        this.plans = plans;
    }

    /** Opens a policy from {@code start} to the end of its year, with spans for all of the household who live. */
    Policy open(Household household, PlanYear plan, LocalDate start, String type, String reason, String channel) {
        LocalDate end = LocalDate.of(plan.year(), 12, 31);
        String id = String.format("P%08d", run.next("policy"));
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("policy_id", id);
        columns.put("subscriber_member_id", household.subscriber().memberId());
        columns.put("plan_id", plan.planId());
        columns.put("effective_year", plan.year());
        columns.put("plan_type", plan.policyType());
        columns.put(
                "group_id",
                plan.lob() == Lob.EMPLOYER ? "G" + household.broker().substring(1) : null);
        columns.put("status", "ACTIVE");
        columns.put("policy_start_date", start);
        columns.put("termination_date", end);
        columns.put(
                "monthly_premium", Money.of(plan.premium() * household.people().size()));
        columns.put("aptc_amount", Money.of(aptc(household, plan)));
        columns.put("csr_variant", csr(household, plan));
        columns.put("paid_through_date", start.plusMonths(1).minusDays(1));
        columns.put("broker_id", household.broker());
        columns.put("enrollment_channel", channel);
        Policy policy = new Policy(household, plan, Entity.insert(run, OltpTable.POLICIES, start, columns), start, end);
        household.policies().add(policy);
        for (Person person : household.people()) {
            if (person.aliveOn(start) && person.entity().isPresent()) {
                cover(policy, person, start, type, reason);
            }
        }
        return policy;
    }

    private static long aptc(Household household, PlanYear plan) {
        double expected = household.income() / 12 * Math.min(0.085, household.fpl() * 0.02) * 100;
        return household.hasAptc() ? Math.max(0, Math.min(plan.premium(), Math.round(plan.premium() - expected))) : 0;
    }

    /** The cost sharing variant of an ACA plan by income. */
    static @Nullable String csr(Household household, PlanYear plan) {
        if (plan.lob() != Lob.ACA) {
            return null;
        }
        if (!household.hasAptc()) {
            return "00";
        }
        if (!"Silver".equals(plan.metal()) || household.fpl() > 2.5) {
            return "01";
        }
        return household.fpl() > 2.0 ? "04" : household.fpl() > 1.5 ? "05" : "06";
    }

    /** Adds a person to a policy. */
    void cover(Policy policy, Person person, LocalDate start, String type, String reason) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("policy_id", policy.entity().key());
        columns.put("plan_id", policy.plan().planId());
        columns.put("coverage_type", "MED");
        columns.put("coverage_order", 1);
        columns.put("start_date", start);
        // spans of employers and Medicaid stay open until the year is over
        boolean open = policy.plan().lob() == Lob.EMPLOYER || policy.plan().lob() == Lob.MEDICAID;
        columns.put("end_date", open ? null : policy.plannedEnd());
        columns.put("status", "ACTIVE");
        columns.put("maintenance_type_code", type);
        columns.put("maintenance_reason_code", reason);
        columns.put("csr_variant", csr(policy.household(), policy.plan()));
        columns.put("file_kind", "CHANGE");
        policy.spans().add(Span.insert(run, person, columns));
        if (policy.household().hasDental()) {
            columns.put("coverage_type", "DEN");
            policy.spans().add(Span.insert(run, person, columns));
        }
        Draw draw = run.draw("policy", policy.entity().key(), "overlap of " + person.memberId());
        if (!policy.household().isScripted() && draw.chance(0.004)) {
            run.at(
                    run.today().plusDays(draw.between(5, 60)),
                    Group.COVERAGE,
                    () -> overlap(policy, person, columns, draw));
        }
    }

    /** A second medical span: half are true double coverage, half are an error that is voided later. */
    private void overlap(Policy policy, Person person, Map<String, @Nullable Object> columns, Draw draw) {
        PlanYear other = plans.choose(
                draw, policy.plan().year(), policy.plan().state(), draw.chance(0.5) ? Lob.EMPLOYER : Lob.ACA);
        Map<String, @Nullable Object> second = new HashMap<>(columns);
        second.put("plan_id", other.planId());
        second.put("coverage_type", "MED");
        second.put("coverage_order", 2);
        second.put("csr_variant", null);
        second.put("end_date", policy.plannedEnd());
        Span span = Span.insert(run, person, second);
        policy.spans().add(span);
        run.anomaly("overlapping_span", "enrollments", span.id());
        if (draw.chance(0.5)) {
            run.at(run.today().plusDays(draw.between(30, 120)), Group.COVERAGE, () -> {
                if (!span.isVoid()) {
                    span.restate("030", "14", Map.of("status", "VOID", "file_kind", "AUDIT"));
                    run.anomaly("void_span", "enrollments", span.id());
                }
            });
        }
    }

    /** Closes the open spans of a policy whose year is over. */
    void expire(Policy policy) {
        for (Span span : policy.spans()) {
            if (!span.isVoid() && span.end().isAfter(policy.plannedEnd())) {
                span.restate("024", "07", Map.of("end_date", policy.plannedEnd(), "status", "TERMED"));
            }
        }
    }

    /**
     * Ends a policy after {@code lastDay}, which may long be over, and cancels what the household has after it.
     *
     * @return whether there was something to end
     */
    boolean terminate(Policy policy, LocalDate lastDay, String reason) {
        if (!policy.isInForce() || policy.isTerminated() || !lastDay.isBefore(policy.plannedEnd())) {
            return false;
        }
        if (lastDay.isBefore(policy.start())) {
            cancel(policy, "VOID", reason);
            return true;
        }
        for (Span span : policy.spans()) {
            if (!span.isVoid() && span.end().isAfter(lastDay)) {
                Map<String, @Nullable Object> said = new HashMap<>();
                if (span.start().isAfter(lastDay)) {
                    said.put("status", "VOID");
                } else {
                    said.put("status", "TERMED");
                    said.put("end_date", lastDay);
                }
                span.restate("024", reason, said);
            }
        }
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put("status", "TERMED");
        said.put("termination_date", lastDay);
        said.put("term_reason", reason);
        policy.entity().report(lastDay.plusDays(1), said);
        policy.endedOn(lastDay);
        for (Policy next : List.copyOf(policy.household().policies())) {
            if (next.isInForce() && next.start().isAfter(lastDay)) {
                cancel(next, "CANCELLED", reason);
            }
        }
        release(policy);
        return true;
    }

    /** Says that a policy and its spans never were. */
    void cancel(Policy policy, String status, String reason) {
        for (Span span : policy.spans()) {
            if (!span.isVoid()) {
                span.restate("024", reason, Map.of("status", status));
            }
        }
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put("status", status);
        said.put("term_reason", reason);
        policy.entity().correct(policy.start(), said);
        policy.cancelled();
        run.anomaly("cancellation", "policies", policy.entity().key());
        release(policy);
    }

    /** Takes a termination back. */
    void reinstate(Policy policy) {
        LocalDate ended = policy.end();
        for (Span span : policy.spans()) {
            if (!span.isVoid() && span.end().equals(ended) && span.person().aliveOn(run.today())) {
                span.restate("025", "41", Map.of("status", "ACTIVE", "end_date", policy.plannedEnd()));
            }
        }
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put("status", "ACTIVE");
        said.put("termination_date", policy.plannedEnd());
        said.put("term_reason", null);
        policy.entity().correct(ended.plusDays(1), said);
        policy.reinstated();
        run.anomaly("reinstatement", "policies", policy.entity().key());
    }

    /** Lets a new contract fail for want of the first premium, in 5 % of ACA. */
    void effectuate(Policy policy, Draw draw) {
        if (policy.plan().lob() == Lob.ACA && draw.chance(0.05)) {
            run.at(policy.start().plusDays(draw.between(32, 60)), Group.COVERAGE, () -> {
                if (policy.isInForce() && !policy.isTerminated()) {
                    cancel(policy, "CANCELLED", "59");
                }
            });
        }
    }

    /** Lets the claims go on that waited for the end of a grace period. */
    void release(Policy policy) {
        policy.graceOver();
        for (Runnable waiting : policy.released()) {
            run.at(run.today().plusDays(1), Group.ADJUDICATION, waiting);
        }
    }
}
