package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to people, most of it reported late: moves, income, names, births, deaths. Confined to one thread. */
final class MemberEvents {
    private static final LocalDate BOOK_MOVES = LocalDate.of(2024, 8, 1);

    private final Run run;
    private final Names names;
    private final Population population;
    private final CoverageDesk desk;
    private final CoverageEvents coverage;
    private final Visits visits;

    MemberEvents(
            Run run, Names names, Population population, CoverageDesk desk, CoverageEvents coverage, Visits visits) {
        this.run = run;
        this.names = names;
        this.population = population;
        this.desk = desk;
        this.coverage = coverage;
        this.visits = visits;
    }

    /** Draws the events of a month, for the households insured on its first day. */
    void month(LocalDate first) {
        if (first.equals(BOOK_MOVES)) {
            run.at(first.plusDays(14), Group.MEMBERS, this::moveBook);
        }
        for (Household household : List.copyOf(population.households())) {
            if (household.policy(first).isEmpty()
                    || household.subscriber().entity().isEmpty()) {
                continue;
            }
            Draw draw = run.draw("household", household.id(), "events of " + first);
            boolean summer = first.getMonthValue() >= 5 && first.getMonthValue() <= 8;
            if (draw.chance(0.077 / 12 * (summer ? 1.5 : 1))) {
                move(household, draw.within(first, first.lengthOfMonth()), draw);
            }
            boolean subsidised = household.hasAptc() || household.lob() == Lob.MEDICAID;
            if (subsidised && first.getMonthValue() == 10) {
                LocalDate nextYear = LocalDate.of(first.getYear() + 1, 1, 1);
                run.at(draw.within(first, 80), Group.MEMBERS, () -> redetermine(household, nextYear, draw));
            } else if (subsidised && draw.chance(0.08 / 12)) {
                LocalDate day = draw.within(first, first.lengthOfMonth());
                run.at(day.plusDays(draw.between(0, 30)), Group.MEMBERS, () -> redetermine(household, day, draw));
            }
            if (first.getMonthValue() == 1 && draw.chance(0.05)) {
                household.broker(String.format("B%03d", draw.between(1, 30)));
                tell(household, first, draw.between(0, 20), Map.of("broker_id", household.broker()), "broker_change");
            }
            for (Person person : List.copyOf(household.people())) {
                if (person.aliveOn(first) && person.entity().isPresent()) {
                    month(person, first);
                }
            }
        }
    }

    private void month(Person person, LocalDate first) {
        Draw draw = run.draw("member", person.memberId(), "events of " + first);
        LocalDate day = draw.within(first, first.lengthOfMonth());
        int age = person.ageOn(first);
        if (draw.chance(deathRate(age) / 12)) {
            die(person, day, draw);
            return;
        }
        if (age >= 18 && draw.chance(0.006 / 12)) {
            String name = names.last(draw);
            person.rename(name);
            tell(person, day, draw.between(0, 45), Map.of("last_name", name), "name_change");
        }
        if (draw.chance(0.05 / 12)) {
            tell(person, day, draw.between(0, 20), Map.of("phone", Names.phone(draw)), "phone_change");
        }
        if (draw.chance(0.08 / 12)) {
            person.segment(draw.pick(List.of("Healthy", "Chronic", "Behavioral", "Complex")));
            tell(person, day, draw.between(0, 15), Map.of("clinical_segment", person.segment()), "segment_change");
        }
        if (person.gender().equals("F")
                && age >= 19
                && age <= 42
                && !person.relationship().equals("19")
                && draw.chance(0.09 / 12)) {
            birth(person.household(), day, draw);
        }
    }

    private static double deathRate(int age) {
        return age < 45 ? 0.001 : age < 65 ? 0.005 : age < 80 ? 0.03 : 0.09;
    }

    private void tell(
            Person person, LocalDate day, int lag, Map<String, ? extends @Nullable Object> said, String kind) {
        run.at(day.plusDays(lag), Group.MEMBERS, () -> say(person, day, said, kind));
    }

    private void tell(
            Household household, LocalDate day, int lag, Map<String, ? extends @Nullable Object> said, String kind) {
        run.at(
                day.plusDays(lag),
                Group.MEMBERS,
                () -> household.people().forEach(person -> say(person, day, said, kind)));
    }

    /** Records a change of a person from {@code day} on, if it can be said. */
    void say(Person person, LocalDate day, Map<String, ? extends @Nullable Object> said, String kind) {
        person.entity().ifPresent(entity -> {
            if (entity.report(day, said)) {
                run.anomaly(kind, "members", person.memberId());
            }
        });
    }

    private void move(Household household, LocalDate day, Draw draw) {
        Place from = household.place();
        Place to = switch (draw.weighted(58, 23, 19)) {
            case 0 -> from;
            case 1 -> draw.pick(Place.in(from.state()));
            default -> draw.pick(Place.ALL);
        };
        String street = names.street(draw);
        String zip = draw.pick(to.zips());
        household.moved(to, street, zip);
        int lag = draw.between(0, 60);
        tell(household, day, lag, to.memberAddress(street, zip), "address_move");
        if (!to.state().equals(from.state())) {
            LocalDate start = day.plusDays(lag).withDayOfMonth(1).plusMonths(1);
            run.at(day.plusDays(lag), Group.COVERAGE, () -> switchPlan(household, start, draw));
        }
    }

    private void switchPlan(Household household, LocalDate start, Draw draw) {
        household.policy(start.minusDays(1)).ifPresent(policy -> coverage.switchPlan(policy, start, draw));
    }

    private void redetermine(Household household, LocalDate day, Draw draw) {
        double fpl = Math.max(0.1, Math.min(9, household.fpl() * draw.lognormal(0, 0.15)));
        household.fpl(fpl);
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put("fpl_ratio", Money.ratio(fpl, 2));
        said.put("household_income", Money.ratio(household.income(), 2));
        household.people().forEach(person -> say(person, day, said, "fpl_change"));
        boolean crossed = household.lob() == Lob.MEDICAID ? fpl > 1.38 : household.lob() == Lob.ACA && fpl < 1.38;
        if (crossed) {
            household.lob(household.lob() == Lob.MEDICAID ? Lob.ACA : Lob.MEDICAID);
            run.anomaly(
                    "line_of_business_crossing",
                    "members",
                    household.subscriber().memberId());
            LocalDate later = day.isBefore(run.today()) ? run.today() : day;
            LocalDate start =
                    later.getDayOfMonth() == 1 ? later : later.withDayOfMonth(1).plusMonths(1);
            if (start.getMonthValue() > 1) {
                run.at(run.today(), Group.COVERAGE, () -> switchPlan(household, start, draw));
            }
        } else {
            household
                    .policy(day)
                    .ifPresent(policy -> run.at(run.today(), Group.COVERAGE, () -> {
                        Map<String, @Nullable Object> variant = new HashMap<>();
                        variant.put("csr_variant", CoverageDesk.csr(household, policy.plan()));
                        if (policy.isInForce() && policy.entity().report(day, variant)) {
                            run.anomaly(
                                    "csr_change", "policies", policy.entity().key());
                        }
                    }));
        }
    }

    private void die(Person person, LocalDate day, Draw draw) {
        person.died(day);
        int lag = draw.between(0, 90);
        tell(person, day, lag, Map.of("death_date", day), "death");
        run.at(day.plusDays(lag), Group.COVERAGE, () -> endCoverage(person, day));
    }

    private void endCoverage(Person person, LocalDate day) {
        Household household = person.household();
        boolean last = household.people().stream().noneMatch(other -> other.aliveOn(run.today()));
        if (last) {
            for (Policy policy : List.copyOf(household.policies())) {
                if (!policy.end().isBefore(day)) {
                    desk.terminate(policy, day, "03");
                }
            }
        }
        for (Span span : person.spans()) {
            if (!span.isVoid() && span.end().isAfter(day)) {
                Map<String, @Nullable Object> said = new HashMap<>();
                said.put("status", span.start().isAfter(day) ? "VOID" : "TERMED");
                said.put("end_date", span.start().isAfter(day) ? span.start() : day);
                span.restate("024", "03", said);
            }
        }
        run.anomaly("retro_termination_death", "members", person.memberId());
    }

    /** A child is born; it is reported 5 to 60 days later, and by then has been treated. */
    private void birth(Household household, LocalDate day, Draw draw) {
        run.at(day, Group.PLANS, () -> {
            Person child = population.newborn(household, day, draw);
            visits.newborn(child, day, draw);
            int lag = draw.between(5, 60);
            run.at(day.plusDays(lag), Group.MEMBERS, () -> population.record(child, day));
            run.at(day.plusDays(lag), Group.COVERAGE, () -> enroll(child, day));
        });
    }

    private void enroll(Person child, LocalDate born) {
        for (Policy policy : child.household().policies()) {
            boolean known = child.spans().stream()
                    .anyMatch(span -> span.policyId().equals(policy.entity().key()));
            if (policy.isInForce()
                    && !known
                    && !policy.isTerminated()
                    && !policy.end().isBefore(born)) {
                desk.cover(policy, child, policy.start().isAfter(born) ? policy.start() : born, "021", "02");
            }
        }
        run.anomaly("newborn", "members", child.memberId());
    }

    /** A whole book of a broker moves to another one, in one transaction. */
    private void moveBook() {
        for (Household household : population.households()) {
            if (household.broker().equals("B007")) {
                household.broker("B031");
                household
                        .people()
                        .forEach(person -> say(person, run.today(), Map.of("broker_id", "B031"), "book_move"));
            }
        }
    }
}
