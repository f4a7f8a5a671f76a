package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides on claims with what the payer has recorded by then. It never looks at the world, so what is recorded late makes
 * overpayments and wrongful denials by itself. Confined to one thread.
 */
final class Adjudicator {
    private static final List<String> REASONS = List.of("252", "16", "96", "119", "197", "50");
    private static final Set<String> PRIMARY_CARE = Set.of("Family Medicine", "Internal Medicine", "Pediatrics");

    private final Run run;
    private final PlanCatalog plans;
    private final Outcomes outcomes;

    /** What happens after a decision. */
    interface Outcomes {
        void approved(Claim claim, Draw draw);

        void denied(Claim claim, String carc, Draw draw);
    }

    Adjudicator(Run run, PlanCatalog plans, Outcomes outcomes) {
        this.run = run;
        this.plans = plans;
        this.outcomes = outcomes;
    }

    /** Decides on a claim; one in the later months of a grace period may have to wait for its end. */
    void adjudicate(Claim claim, Draw draw) {
        LocalDate day = claim.serviceDate();
        Person person = claim.person();
        if (person.entity().isEmpty()) {
            deny(claim, "31", "CO", draw);
            return;
        }
        if (ChronoUnit.DAYS.between(day, claim.received()) > 365) {
            deny(claim, "29", "CO", draw);
            return;
        }
        Span span = person.coverage(day).orElse(null);
        if (span == null) {
            boolean before = person.spans().stream()
                    .noneMatch(s -> s.isMedical() && !s.isVoid() && !s.start().isAfter(day));
            deny(claim, before ? "26" : "27", "CO", draw);
            return;
        }
        Policy policy = person.household().policies().stream()
                .filter(p -> p.entity().key().equals(span.policyId()))
                .findFirst()
                .orElseThrow();
        boolean scripted = person.household().isScripted();
        boolean unpaid = policy.grace()
                .filter(first -> !day.isBefore(first.plusMonths(1)))
                .isPresent();
        if (unpaid && !scripted && !claim.isPharmacy() && draw.chance(0.7)) {
            claim.update(Map.of("status", "PENDED"), "GRACE", "AUTO");
            run.anomaly("pended_claim", "claims", claim.id());
            policy.await(() -> adjudicate(claim, draw));
            return;
        }
        boolean inNetwork =
                claim.provider().isContracted() && claim.provider().entity().isPresent();
        double rate = policy.plan().lob().denialRate() + (inNetwork ? 0 : 0.12);
        if (!scripted && draw.chance(claim.isPharmacy() ? rate / 2 : rate)) {
            deny(claim, REASONS.get(draw.weighted(34, 18, 16, 12, 9, 6)), "CO", draw);
            return;
        }
        Optional<PlanYear> plan = plans.find(span.planId(), day.getYear());
        if (plan.isEmpty()) {
            deny(claim, "96", "CO", draw);
            return;
        }
        approve(claim, span, plan.get(), inNetwork, draw);
    }

    private void approve(Claim claim, Span span, PlanYear plan, boolean inNetwork, Draw draw) {
        Person.Accumulator used = claim.person().accumulator(plan.planId(), plan.year());
        Amounts total = new Amounts();
        int denied = !claim.person().household().isScripted() && claim.lines().size() > 1 && draw.chance(0.06)
                ? claim.lines().size() - 1
                : -1;
        List<Map<String, @Nullable Object>> lines = claim.lineColumns();
        for (int i = 0; i < lines.size(); i++) {
            Amounts amounts = Amounts.billed(Amounts.of(lines.get(i)).billed);
            Map<String, @Nullable Object> said = new HashMap<>();
            if (i == denied) {
                said.put("line_status", "DENIED");
                said.put("carc", "97");
            } else {
                price(amounts, claim, plan, used, i, draw);
                said.put("line_status", "APPROVED");
            }
            total.add(amounts);
            said.putAll(amounts.lineColumns());
            claim.updateLine(i, said);
        }
        claim.countedIn(used);
        Map<String, @Nullable Object> said = decision(claim, denied < 0 ? "APPROVED" : "PARTIAL", inNetwork);
        said.put("policy_id", span.policyId());
        said.putAll(total.columns("total_", ""));
        claim.update(said, null, actor(claim));
        outcomes.approved(claim, draw);
    }

    private static void price(
            Amounts amounts, Claim claim, PlanYear plan, Person.Accumulator used, int line, Draw draw) {
        long allowed = Math.min(
                amounts.billed,
                Math.max(
                        1,
                        Math.round(amounts.billed
                                * claim.feeShare()
                                * claim.provider().contract())));
        amounts.allowed = allowed;
        amounts.otherPayer = plan.lob() == Lob.MEDICARE && draw.chance(0.03) ? allowed / 5 : 0;
        long left = allowed - amounts.otherPayer;
        String diagnosis = claim.text("diagnosis_code");
        boolean preventive = diagnosis.startsWith("Z00") || diagnosis.startsWith("Z01") || diagnosis.startsWith("Z12");
        long room = Math.max(0, plan.oopMax() - used.outOfPocket);
        if (preventive) {
            room = 0;
        }
        if (claim.isPharmacy()) {
            amounts.copay = Math.min(Math.min(left, plan.genericCopay()), room);
        } else if (line == 0 && PRIMARY_CARE.contains(claim.provider().specialty())) {
            amounts.copay = Math.min(Math.min(left, plan.pcpCopay()), room);
        } else {
            amounts.deductible = Math.min(Math.min(left, Math.max(0, plan.deductible() - used.deductible)), room);
            long rest = Math.round((left - amounts.deductible) * plan.coinsurance());
            amounts.coinsurance = Math.min(rest, room - amounts.deductible);
        }
        amounts.paid = left - amounts.memberCost();
        used.deductible += amounts.deductible;
        used.outOfPocket += amounts.memberCost();
    }

    private void deny(Claim claim, String carc, String groupCode, Draw draw) {
        deny(claim, carc, groupCode, actor(claim));
        outcomes.denied(claim, carc, draw);
    }

    /** Denies a claim for a reason. */
    void deny(Claim claim, String carc, String groupCode, String actor) {
        Map<String, @Nullable Object> said = decision(
                claim,
                "DENIED",
                claim.provider().isContracted() && claim.provider().entity().isPresent());
        said.put("carc", carc);
        said.put("group_code", groupCode);
        for (int i = 0; i < claim.lines().size(); i++) {
            claim.updateLine(i, Map.of("line_status", "DENIED", "carc", carc));
        }
        claim.update(said, carc, actor);
        run.anomaly("denied_" + carc, "claims", claim.id());
    }

    private Map<String, @Nullable Object> decision(Claim claim, String status, boolean inNetwork) {
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put("status", status);
        said.put("adjudicated_at", run.now());
        said.put("in_network", inNetwork);
        said.put("clean_claim", claim.status().equals("RECEIVED"));
        return said;
    }

    private static String actor(Claim claim) {
        return claim.status().equals("RECEIVED") ? "AUTO" : "EXAMINER";
    }
}
