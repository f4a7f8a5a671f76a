package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person as in the world; {@link #entity()} is what the payer knows. Confined to one thread. */
final class Person {
    private final String memberId;
    private final Household household;
    private final String relationship;
    private final String gender;
    private final LocalDate born;
    private final double visitsPerYear;
    private final double cost;
    private final List<Span> spans = new ArrayList<>(4);
    private final Map<String, Accumulator> accumulators = new HashMap<>(4);
    private String firstName;
    private String lastName;
    private String segment;
    private @Nullable Entity entity;
    private @Nullable LocalDate death;

    /** What a member has paid in one benefit year of one plan, in cents. */
    static final class Accumulator {
        long deductible;
        long outOfPocket;
    }

    Person(
            String memberId,
            Household household,
            String relationship,
            String gender,
            LocalDate born,
            Draw draw,
            Names names) {
        this.memberId = memberId;
        this.household = household;
        this.relationship = relationship;
        this.gender = gender;
        this.born = born;
        this.firstName = names.first(draw, gender);
        this.lastName = household.people().isEmpty() ? names.last(draw) : household.subscriber().lastName;
        this.visitsPerYear = Math.min(12, 2.4 * draw.lognormal(-0.18, 0.6));
        this.cost = Math.min(30, draw.lognormal(-0.5, 1.0));
        this.segment = List.of("Healthy", "Chronic", "Behavioral", "Maternity", "Complex")
                .get(draw.weighted(55, 24, 11, 4, 6));
    }

    String memberId() {
        return memberId;
    }

    Household household() {
        return household;
    }

    String relationship() {
        return relationship;
    }

    String gender() {
        return gender;
    }

    LocalDate born() {
        return born;
    }

    String firstName() {
        return firstName;
    }

    String lastName() {
        return lastName;
    }

    void rename(String name) {
        lastName = name;
    }

    String segment() {
        return segment;
    }

    void segment(String other) {
        segment = other;
    }

    double visitsPerYear() {
        return visitsPerYear;
    }

    double cost() {
        return cost;
    }

    int ageOn(LocalDate day) {
        return (int) Math.max(0, ChronoUnit.YEARS.between(born, day));
    }

    /** What the payer has recorded of this person; empty until it knows of them. */
    Optional<Entity> entity() {
        return Optional.ofNullable(entity);
    }

    void recorded(Entity recorded) {
        entity = recorded;
    }

    Optional<LocalDate> death() {
        return Optional.ofNullable(death);
    }

    void died(LocalDate day) {
        death = day;
    }

    boolean aliveOn(LocalDate day) {
        return !day.isBefore(born) && (death == null || !day.isAfter(death));
    }

    List<Span> spans() {
        return spans;
    }

    /** Returns the medical coverage in force on a day as the payer knows it now: of the spans, the one said last. */
    Optional<Span> coverage(LocalDate day) {
        Span best = null;
        for (Span span : spans) {
            if (span.isMedical() && span.covers(day) && (best == null || span.order() > best.order())) {
                best = span;
            }
        }
        return Optional.ofNullable(best);
    }

    Accumulator accumulator(String planId, int year) {
        return accumulators.computeIfAbsent(planId + "|" + year, any -> new Accumulator());
    }
}
