package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A subscriber and those insured with them, as in the world. Confined to one thread. */
final class Household {
    private final String id;
    private final List<Person> people = new ArrayList<>(4);
    private final List<Policy> policies = new ArrayList<>(4);
    private final boolean scripted;
    private Lob lob;
    private Place place;
    private String street;
    private String zip;
    private double income;
    private double fpl;
    private String broker;
    private boolean aptc;

    /**
     * @param scripted  whether its events are fixed by a story instead of drawn
     */
    Household(String id, Lob lob, Place place, Draw draw, Names names, boolean scripted) {
        this.id = id;
        this.lob = lob;
        this.place = place;
        this.scripted = scripted;
        this.street = names.street(draw);
        this.zip = draw.pick(place.zips());
        this.fpl = switch (lob) {
            case MEDICAID -> draw.between(0.3, 1.35);
            case ACA -> draw.chance(0.42) ? draw.between(1.38, 1.5) : draw.between(1.5, 5.0);
            case EMPLOYER -> draw.between(2.0, 8.0);
            case MEDICARE -> draw.between(1.0, 6.0);
        };
        this.income = fpl * 15_060;
        this.broker = String.format("B%03d", draw.between(1, 30));
        this.aptc = lob == Lob.ACA && draw.chance(0.9);
    }

    String id() {
        return id;
    }

    List<Person> people() {
        return people;
    }

    Person subscriber() {
        return people.get(0);
    }

    List<Policy> policies() {
        return policies;
    }

    boolean isScripted() {
        return scripted;
    }

    boolean hasDental() {
        return lob == Lob.EMPLOYER && id.hashCode() % 2 == 0;
    }

    Lob lob() {
        return lob;
    }

    void lob(Lob other) {
        lob = other;
        aptc = other == Lob.ACA;
    }

    Place place() {
        return place;
    }

    String street() {
        return street;
    }

    String zip() {
        return zip;
    }

    void moved(Place to, String toStreet, String toZip) {
        place = to;
        street = toStreet;
        zip = toZip;
    }

    double income() {
        return income;
    }

    double fpl() {
        return fpl;
    }

    void fpl(double ratio) {
        income = income * ratio / fpl;
        fpl = ratio;
    }

    String broker() {
        return broker;
    }

    void broker(String other) {
        broker = other;
    }

    boolean hasAptc() {
        return aptc;
    }

    /** Returns the policy that the household believes to be in force on a day. */
    Optional<Policy> policy(LocalDate day) {
        return policies.stream().filter(policy -> policy.covers(day)).findFirst();
    }

    boolean isInsuredFrom(LocalDate day) {
        return policies.stream()
                .anyMatch(policy -> policy.isInForce() && !policy.end().isBefore(day));
    }
}
