package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The plans that the payer files: new terms each October for the next benefit year, some plans discontinued with a
 * successor, some new, and a filed value corrected in mid-year. Confined to one thread.
 */
final class PlanCatalog {
    private static final int FIRST_YEAR = Run.START.getYear();
    private static final int LAST_YEAR = Run.LAST_SERVICE.getYear() + 1;
    /** The caps on what a member pays per year, by benefit year. */
    private static final Map<Integer, Long> OOP_CAP =
            Map.of(2023, 910_000L, 2024, 945_000L, 2025, 920_000L, 2026, 1_060_000L);

    private final Run run;
    private final Map<String, PlanYear> terms = new TreeMap<>();
    private final Map<String, Entity> entities = new HashMap<>();
    private final Map<String, String> successors = new HashMap<>();
    private int number;

    PlanCatalog(Run run) {
        this.run = run;
    }

    /** Puts the filings of all years into the agenda. */
    void start() {
        run.at(Run.START, Group.PLANS, this::fileFirstYear);
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            int benefitYear = year;
            if (year > FIRST_YEAR) {
                run.at(LocalDate.of(year - 1, 10, 12), Group.PLANS, () -> fileNextYear(benefitYear));
            }
            if (year < LAST_YEAR) {
                run.at(LocalDate.of(year, 5, 20), Group.PLANS, () -> correct(benefitYear));
            }
        }
    }

    private void fileFirstYear() {
        for (String state : Place.STATES) {
            create(state, Lob.ACA, "HMO", "Bronze", FIRST_YEAR);
            create(state, Lob.ACA, "HMO", "Silver", FIRST_YEAR);
            create(state, Lob.ACA, "PPO", "Silver", FIRST_YEAR);
            create(state, Lob.ACA, "EPO", "Gold", FIRST_YEAR);
            create(state, Lob.EMPLOYER, "HMO", null, FIRST_YEAR);
            create(state, Lob.EMPLOYER, "PPO", null, FIRST_YEAR);
            create(state, Lob.MEDICAID, "HMO", null, FIRST_YEAR);
            create(state, Lob.MEDICARE, "HMO", null, FIRST_YEAR);
        }
        create(Place.STATES.get(0), Lob.ACA, "PPO", "Platinum", FIRST_YEAR);
        create(Place.STATES.get(1), Lob.ACA, "HMO", "Catastrophic", FIRST_YEAR);
    }

    private PlanYear create(String state, Lob lob, String network, @Nullable String metal, int year) {
        number++;
        String id = String.format("%05d%s%07d", lob.issuer(), state, number * 10);
        Draw draw = run.draw("plan", id, "terms");
        double richness = metal == null ? (lob == Lob.EMPLOYER ? 0.8 : 0.95) : richness(metal);
        boolean free = lob == Lob.MEDICAID;
        PlanYear plan = new PlanYear(
                id,
                year,
                lob,
                state,
                network,
                metal,
                free ? 0 : Math.round(draw.between(230, 260) * richness * 160),
                free ? 0 : Math.round((1 - richness) * draw.between(130, 160)) * 10_000,
                free ? 0 : Math.round((1 - richness) * draw.between(12, 15) + 4) * 50_000,
                free ? 0 : Money.ratio(1 - richness, 2).doubleValue(),
                free ? 0 : draw.between(3, 8) * 500L,
                free ? 0 : draw.between(1, 4) * 500L);
        file(plan);
        return plan;
    }

    private static double richness(String metal) {
        return switch (metal) {
            case "Platinum" -> 0.9;
            case "Gold" -> 0.8;
            case "Silver" -> 0.7;
            default -> 0.6;
        };
    }

    private void file(PlanYear plan) {
        PlanYear capped = plan.withTerms(
                plan.year(), plan.premium(), Math.min(plan.deductible(), OOP_CAP.getOrDefault(plan.year(), 900_000L)));
        String key = key(plan.planId(), plan.year());
        terms.put(key, capped);
        entities.put(key, Entity.insert(run, OltpTable.PLANS, LocalDate.of(plan.year(), 1, 1), capped.columns()));
    }

    private void fileNextYear(int year) {
        List<PlanYear> before = of(year - 1);
        Draw draw = run.draw("plans", "" + year, "filing");
        PlanYear gone =
                draw.pick(before.stream().filter(p -> p.lob() == Lob.ACA).toList());
        PlanYear heir = create(gone.state(), Lob.ACA, gone.network(), gone.metal(), year);
        successors.put(gone.planId(), heir.planId());
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put("discontinued", true);
        said.put("successor_plan_id", heir.planId());
        entity(gone.planId(), year - 1).report(run.today(), said);
        run.anomaly("plan_discontinued", "plans", gone.planId());
        for (PlanYear plan : before) {
            if (!plan.equals(gone)) {
                Draw own = run.draw("plan", plan.planId(), "terms of " + year);
                double rise = 1.06 + 0.04 * own.gaussian();
                long deductible = own.chance(0.6)
                        ? Math.round(plan.deductible() * own.between(0.95, 1.15) / 5_000) * 5_000
                        : plan.deductible();
                file(plan.withTerms(year, Math.round(plan.premium() * rise), deductible));
            }
        }
    }

    private void correct(int year) {
        Draw draw = run.draw("plans", "" + year, "correction");
        List<PlanYear> paid = of(year).stream().filter(p -> p.premium() > 0).toList();
        int count = Math.max(1, Math.round(paid.size() * 0.01f));
        for (int i = 0; i < count; i++) {
            PlanYear plan = draw.pick(paid);
            PlanYear right = plan.withTerms(
                    year, plan.premium() + draw.between(3, 20) * 100L, plan.deductible() + draw.between(1, 5) * 5_000L);
            terms.put(key(plan.planId(), year), right);
            Map<String, @Nullable Object> said = new HashMap<>();
            said.put("monthly_premium", Money.of(right.premium()));
            said.put("deductible", Money.of(right.deductible()));
            entity(plan.planId(), year).correct(LocalDate.of(year, 1, 1), said);
            run.anomaly("plan_correction", "plans", key(plan.planId(), year));
        }
    }

    /** Returns the plan of that year, as it is known today. */
    Optional<PlanYear> find(String planId, int year) {
        return Optional.ofNullable(terms.get(key(planId, year)));
    }

    /** Returns the plan that carries on {@code planId} in that year. */
    PlanYear successor(String planId, int year) {
        return find(planId, year)
                .or(() -> find(successors.getOrDefault(planId, planId), year))
                .orElseThrow(() -> new IllegalStateException("No plan carries on " + planId + " in " + year));
    }

    /** Returns the plans of a year, in the order of their ids. */
    List<PlanYear> of(int year) {
        return new ArrayList<>(
                terms.values().stream().filter(plan -> plan.year() == year).toList());
    }

    List<PlanYear> of(int year, String state, Lob lob) {
        return of(year).stream()
                .filter(plan -> plan.state().equals(state) && plan.lob() == lob)
                .toList();
    }

    /** Draws a plan as people choose: metals and networks by their shares. */
    PlanYear choose(Draw draw, int year, String state, Lob lob) {
        List<PlanYear> plans = of(year, state, lob);
        double[] weights = plans.stream()
                .mapToDouble(plan -> plan.metal() == null ? 10 : metalShare(plan.metal()))
                .toArray();
        return plans.get(draw.weighted(weights));
    }

    private static double metalShare(String metal) {
        return switch (metal) {
            case "Bronze" -> 30;
            case "Silver" -> 28;
            case "Gold" -> 13;
            default -> 5;
        };
    }

    private Entity entity(String planId, int year) {
        Entity entity = entities.get(key(planId, year));
        if (entity == null) {
            throw new IllegalStateException("No plan " + planId + " in " + year);
        }
        return entity;
    }

    private static String key(String planId, int year) {
        return planId + "|" + year;
    }
}
