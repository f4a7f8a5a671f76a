package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receives claims and lets them be adjudicated. Confined to one thread. */
final class ClaimDesk {
    private final Run run;
    private final Adjudicator adjudicator;

    ClaimDesk(Run run, Adjudicator adjudicator) {
        this.run = run;
        this.adjudicator = adjudicator;
    }

    /** Records a claim received today, adjudicates it soon, and lets a few be submitted twice. */
    void receive(Person person, Provider provider, Scenario scenario, LocalDate day, Draw draw) {
        Claim claim = insert(person, provider, scenario, day, draw);
        if (person.entity().isEmpty()) {
            run.anomaly("early_member_claim", "claims", claim.id());
        }
        if (provider.entity().isEmpty()) {
            run.anomaly("early_provider_claim", "claims", claim.id());
        }
        if (ChronoUnit.DAYS.between(day, run.today()) > 365) {
            run.anomaly("late_filing", "claims", claim.id());
        }
        adjudicate(claim, draw);
        if (!person.household().isScripted() && draw.chance(0.015)) {
            run.at(run.today().plusDays(draw.between(3, 30)), Group.INTAKE, () -> duplicate(claim, draw));
        }
    }

    /** Records a claim received today, and no more. */
    Claim insert(Person person, Provider provider, Scenario scenario, LocalDate day, Draw draw) {
        boolean inpatient = scenario.placeOfService().equals("21");
        LocalDate to = inpatient ? day.plusDays(draw.between(1, 4)) : day;
        LocalDate last = to.isAfter(run.today()) ? run.today() : to;
        Map<String, @Nullable Object> header = new HashMap<>();
        header.put("claim_id", newId());
        header.put("claim_version", 1);
        header.put("claim_frequency_code", "1");
        header.put("record_type", "ORIGINAL");
        header.put("claim_type", scenario.claimType());
        header.put("member_id", person.memberId());
        header.put("subscriber_id", person.household().subscriber().memberId());
        header.put("plan_id", card(person.household(), day, draw));
        header.put("billing_provider_id", provider.id());
        header.put("rendering_provider_id", provider.id());
        header.put("service_from_date", day);
        header.put("service_to_date", last);
        header.put("admission_date", inpatient ? day : null);
        header.put("discharge_date", inpatient ? last : null);
        header.put("received_date", run.today());
        header.put("status", "RECEIVED");
        header.put(
                "bill_type_code", scenario.claimType().equals("INSTITUTIONAL") ? (inpatient ? "0111" : "0131") : null);
        header.put("place_of_service", scenario.placeOfService());
        header.put("drg_code", scenario.drg().isEmpty() ? null : scenario.drg());
        header.put("diagnosis_code", scenario.diagnosis());
        header.put("channel", draw.chance(0.93) ? "EDI" : "PAPER");
        double feeShare = 1 / draw.between(1.6, 3.2);
        return Claim.insert(
                run, person, provider, header, lines(person, scenario, day, last, feeShare, draw), feeShare);
    }

    String newId() {
        return String.format("C%09d", run.next("claim"));
    }

    /** The plan on the card that was shown; now and then it is typed wrongly. */
    private @Nullable String card(Household household, LocalDate day, Draw draw) {
        String plan = household
                .policy(day)
                .or(() -> household.policies().stream().reduce((one, later) -> later))
                .map(policy -> policy.plan().planId())
                .orElse(null);
        if (plan != null && !household.isScripted() && draw.chance(0.002)) {
            run.anomaly("unknown_plan_claim", "claims", String.format("C%09d", run.last("claim")));
            return plan.substring(0, 5) + "ZZ" + plan.substring(7);
        }
        return plan;
    }

    private static List<Map<String, @Nullable Object>> lines(
            Person person, Scenario scenario, LocalDate from, LocalDate to, double feeShare, Draw draw) {
        boolean pharmacy = scenario.claimType().equals("PHARMACY");
        double severity =
                scenario.claimType().equals("INSTITUTIONAL") ? person.cost() : Math.min(2.5, person.cost() + 0.5);
        int steps = scenario.steps().size();
        int count = pharmacy ? draw.between(1, Math.min(2, steps)) : draw.between(Math.min(2, steps), steps);
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        for (Scenario.Step step : scenario.steps().subList(0, count)) {
            double units = step.code().startsWith("971") ? draw.between(1, 4) : 1;
            Map<String, @Nullable Object> line = new HashMap<>();
            line.put("service_from_date", from);
            line.put("service_to_date", to);
            line.put("procedure_code", pharmacy ? null : step.code());
            line.put("code_system", step.system());
            line.put("revenue_code", scenario.claimType().equals("INSTITUTIONAL") ? "0450" : null);
            line.put("ndc_code", pharmacy ? step.code() : null);
            line.put("days_supply", pharmacy ? (draw.chance(0.7) ? 30 : 90) : null);
            line.put("units", Money.ratio(pharmacy ? 30 : units, 2));
            line.put("line_status", "RECEIVED");
            long price = Math.round(step.price() * units * severity * draw.between(0.9, 1.1));
            line.putAll(
                    Amounts.billed(Math.max(100, Math.round(price / feeShare))).lineColumns());
            lines.add(line);
        }
        return lines;
    }

    /** Adjudicates at once, or after a review. */
    void adjudicate(Claim claim, Draw draw) {
        boolean clean = claim.isPharmacy() || claim.person().household().isScripted() || draw.chance(0.79);
        if (clean) {
            int days = claim.isPharmacy() ? 0 : draw.between(0, 2);
            run.at(run.today().plusDays(days), Group.ADJUDICATION, () -> adjudicator.adjudicate(claim, draw));
            return;
        }
        int days = switch (draw.weighted(67, 23, 10)) {
            case 0 -> draw.between(3, 14);
            case 1 -> draw.between(15, 30);
            default -> draw.between(31, 75);
        };
        run.at(
                run.today().plusDays(1),
                Group.ADJUDICATION,
                () -> claim.update(Map.of("status", "IN_REVIEW"), null, "AUTO"));
        run.at(run.today().plusDays(days), Group.ADJUDICATION, () -> adjudicator.adjudicate(claim, draw));
    }

    /** The same claim again, under another id. */
    private void duplicate(Claim original, Draw draw) {
        Map<String, @Nullable Object> header = fresh(original);
        header.put("claim_frequency_code", "1");
        header.put("record_type", "ORIGINAL");
        Claim copy = Claim.insert(
                run, original.person(), original.provider(), header, freshLines(original), original.feeShare());
        run.anomaly("duplicate_claim", "claims", copy.id());
        run.at(
                run.today().plusDays(draw.between(0, 2)),
                Group.ADJUDICATION,
                () -> adjudicator.deny(copy, "18", "OA", "AUTO"));
    }

    /** Submits a claim once more in place of an earlier one, which keeps its id in the chain. */
    void replace(Claim earlier, Draw draw) {
        Map<String, @Nullable Object> header = fresh(earlier);
        header.put("claim_frequency_code", "7");
        header.put("record_type", "ADJUSTMENT");
        chain(header, earlier);
        List<Map<String, @Nullable Object>> lines = freshLines(earlier);
        if (lines.size() > 1 && draw.chance(0.5)) {
            lines.remove(lines.size() - 1);
        } else {
            Amounts first = Amounts.of(lines.get(0));
            lines.get(0)
                    .putAll(Amounts.billed(first.billed * draw.between(80, 110) / 100)
                            .lineColumns());
        }
        Claim next = Claim.insert(run, earlier.person(), earlier.provider(), header, lines, earlier.feeShare());
        run.anomaly("replacement_claim", "claims", next.id());
        adjudicate(next, draw);
    }

    /** Reverses a paid claim: a claim with its exact negative amounts. */
    Claim reverse(Claim paid) {
        Map<String, @Nullable Object> header = paid.headerColumns();
        header.put("claim_id", newId());
        header.put("claim_frequency_code", "8");
        header.put("record_type", "REVERSAL");
        header.put("received_date", run.today());
        header.put("adjudicated_at", run.now());
        header.put("paid_date", null);
        header.put("status", "APPROVED");
        chain(header, paid);
        List<Map<String, @Nullable Object>> lines = paid.lineColumns();
        lines.forEach(line -> line.putAll(Amounts.of(line).negated().lineColumns()));
        paid.giveBack();
        Claim reversal = Claim.insert(run, paid.person(), paid.provider(), header, lines, paid.feeShare());
        run.anomaly("reversal_claim", "claims", reversal.id());
        return reversal;
    }

    private static void chain(Map<String, @Nullable Object> header, Claim earlier) {
        Object root = earlier.get("original_claim_id");
        header.put("original_claim_id", root == null ? earlier.id() : root);
        header.put("prior_claim_id", earlier.id());
        header.put("claim_version", earlier.get("claim_version") instanceof Integer version ? version + 1 : 2);
    }

    private Map<String, @Nullable Object> fresh(Claim claim) {
        Map<String, @Nullable Object> header = claim.headerColumns();
        header.put("claim_id", newId());
        header.put("received_date", run.today());
        header.put("status", "RECEIVED");
        for (String undecided : List.of(
                "policy_id", "adjudicated_at", "paid_date", "carc", "group_code", "in_network", "clean_claim")) {
            header.put(undecided, null);
        }
        return header;
    }

    private static List<Map<String, @Nullable Object>> freshLines(Claim claim) {
        List<Map<String, @Nullable Object>> lines = claim.lineColumns();
        for (Map<String, @Nullable Object> line : lines) {
            line.put("line_status", "RECEIVED");
            line.put("carc", null);
            line.putAll(Amounts.billed(Amounts.of(line).billed).lineColumns());
        }
        return lines;
    }
}
