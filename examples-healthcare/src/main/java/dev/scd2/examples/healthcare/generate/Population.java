package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The households of the world, who joins when, and how the payer records people. Confined to one thread. */
final class Population {
    private final Run run;
    private final Names names;
    private final CoverageDesk coverage;
    private final PlanCatalog plans;
    private final Visits visits;
    private final List<Household> households = new ArrayList<>();
    private int people;

    Population(Run run, Names names, PlanCatalog plans, CoverageDesk coverage, Visits visits) {
        this.run = run;
        this.names = names;
        this.plans = plans;
        this.coverage = coverage;
        this.visits = visits;
    }

    List<Household> households() {
        return households;
    }

    /** Puts the first book and all who join later into the agenda. */
    void start() {
        int first = run.preset().members() * 82 / 100;
        List<Household> book = new ArrayList<>();
        while (people < first) {
            book.add(create());
        }
        run.at(Run.START, Group.MEMBERS, () -> book.forEach(this::recordPeople));
        run.at(Run.START, Group.COVERAGE, () -> book.forEach(household -> open(household, Run.START, "RENEWAL")));
        while (people < run.preset().members()) {
            join(create());
        }
    }

    private Household create() {
        String id = String.format("H%06d", run.next("household"));
        Draw draw = run.draw("household", id, "birth");
        Household household = new Household(id, Lob.of(draw), draw.pick(Place.ALL), draw, names, false);
        LocalDate born = household.lob() == Lob.MEDICARE
                ? draw.within(LocalDate.of(1934, 1, 1), 23 * 365)
                : draw.within(LocalDate.of(1961, 1, 1), 39 * 365);
        add(household, "18", draw.chance(0.52) ? "F" : "M", born);
        if (household.lob() != Lob.MEDICARE) {
            if (draw.chance(0.38)) {
                String gender = household.subscriber().gender().equals("F") ? "M" : "F";
                add(household, "01", gender, born.plusDays(draw.between(-1_500, 1_500)));
            }
            int children = List.of(0, 1, 2, 3).get(draw.weighted(68, 16, 12, 4));
            for (int i = 0; i < children; i++) {
                LocalDate latest = LocalDate.of(2022, 12, 1);
                LocalDate birth = born.plusYears(22).plusDays(draw.between(0, 5_000));
                add(
                        household,
                        "19",
                        draw.chance(0.5) ? "F" : "M",
                        birth.isAfter(latest) ? latest.minusDays(draw.between(0, 900)) : birth);
            }
        }
        households.add(household);
        return household;
    }

    private Person add(Household household, String relationship, String gender, LocalDate born) {
        people++;
        return person(String.format("M%07d", run.next("member")), household, relationship, gender, born);
    }

    private Person person(String id, Household household, String relationship, String gender, LocalDate born) {
        Person person = new Person(id, household, relationship, gender, born, run.draw("member", id, "birth"), names);
        household.people().add(person);
        return person;
    }

    /** Adds a household of one whose events are fixed. */
    Household scripted(String memberId, Place place, double fpl, LocalDate born) {
        Draw draw = run.draw("household", memberId, "birth");
        Household household = new Household("H-" + memberId, Lob.ACA, place, draw, names, true);
        household.lob(Lob.ACA);
        household.fpl(fpl);
        person(memberId, household, "18", "F", born);
        return household;
    }

    /** Adds a child that was just born. */
    Person newborn(Household household, LocalDate born, Draw draw) {
        return person(String.format("M%07d", run.next("member")), household, "19", draw.chance(0.5) ? "F" : "M", born);
    }

    /** Lets a household join: most with open enrollment, the others in any month; some are recorded late. */
    private void join(Household household) {
        Draw draw = run.draw("household", household.id(), "joining");
        LocalDate start = draw.chance(0.6)
                ? LocalDate.of(draw.between(2024, 2025), 1, 1)
                : LocalDate.of(draw.between(2023, 2025), draw.between(2, 10), 1);
        int lag = draw.chance(0.3) ? draw.between(3, 24) : draw.between(-40, -2);
        LocalDate recorded = start.plusDays(lag);
        run.at(recorded, Group.MEMBERS, () -> recordPeople(household));
        run.at(recorded, Group.COVERAGE, () -> {
            Policy policy = open(household, start, "NEW");
            run.anomaly(
                    lag > 0 ? "retro_enrollment" : "new_enrollment",
                    "policies",
                    policy.entity().key());
            coverage.effectuate(policy, draw);
        });
        if (lag > 0) {
            run.at(
                    start,
                    Group.PLANS,
                    () -> household.people().stream()
                            .filter(person -> draw.chance(0.6))
                            .forEach(person -> visits.early(person, start, lag, draw)));
        }
    }

    private Policy open(Household household, LocalDate start, String channel) {
        Draw draw = run.draw("household", household.id(), "first plan");
        PlanYear plan = plans.choose(draw, start.getYear(), household.place().state(), household.lob());
        return coverage.open(household, plan, start, "021", "28", channel);
    }

    void recordPeople(Household household) {
        household.people().forEach(person -> record(person, effective(person)));
    }

    private LocalDate effective(Person person) {
        Draw draw = run.draw("member", person.memberId(), "since");
        LocalDate customer =
                (run.today().isBefore(Run.START) ? Run.START : run.today()).minusDays(draw.between(60, 1_200));
        return customer.isBefore(person.born()) ? person.born() : customer;
    }

    /** Records a person, who exists for the payer from {@code effective} on. */
    void record(Person person, LocalDate effective) {
        Household household = person.household();
        Draw draw = run.draw("member", person.memberId(), "record");
        Map<String, @Nullable Object> columns =
                new HashMap<>(household.place().memberAddress(household.street(), household.zip()));
        columns.put("member_id", person.memberId());
        columns.put("person_id", "PE" + person.memberId().substring(1));
        columns.put("subscriber_id", household.subscriber().memberId());
        columns.put("relationship_code", person.relationship());
        columns.put("first_name", person.firstName());
        columns.put("middle_name", draw.chance(0.6) ? String.valueOf((char) ('A' + draw.between(0, 25))) : null);
        columns.put("last_name", person.lastName());
        columns.put("dob", person.born());
        columns.put("gender", person.gender());
        columns.put("email", person.memberId().toLowerCase(Locale.ROOT) + "@example.com");
        columns.put("phone", Names.phone(draw));
        columns.put("household_size", household.people().size());
        columns.put("household_income", Money.ratio(household.income(), 2));
        columns.put("fpl_ratio", Money.ratio(household.fpl(), 2));
        columns.put("clinical_segment", person.segment());
        columns.put("broker_id", household.broker());
        columns.put("status", "ACTIVE");
        // some birth dates are typed wrongly at first and corrected later
        if (!household.isScripted() && draw.chance(0.009)) {
            LocalDate wrong = person.born().withDayOfMonth(person.born().getDayOfMonth() % 28 + 1);
            columns.put("dob", wrong);
            correctLater(person, "dob", person.born(), run.today().plusDays(draw.between(20, 700)), "dob_correction");
        } else if (!household.isScripted() && draw.chance(0.003)) {
            columns.put("gender", "U");
            correctLater(
                    person,
                    "gender",
                    person.gender(),
                    run.today().plusDays(draw.between(20, 400)),
                    "gender_correction");
        }
        person.recorded(Entity.insert(run, OltpTable.MEMBERS, effective, columns));
    }

    /** Puts a correction of a value of the first record into the agenda. */
    void correctLater(Person person, String column, Object right, LocalDate day, String kind) {
        run.at(
                day,
                Group.MEMBERS,
                () -> person.entity().ifPresent(entity -> {
                    Map<String, @Nullable Object> said = new HashMap<>();
                    said.put(column, right);
                    if (entity.correct(entity.since(), said)) {
                        run.anomaly(kind, "members", person.memberId());
                    }
                }));
    }
}
