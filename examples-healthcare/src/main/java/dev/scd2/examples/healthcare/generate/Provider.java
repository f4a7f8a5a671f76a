package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider as in the world; {@link #entity()} is what the payer knows. Confined to one thread. */
final class Provider {
    private final String id;
    private final boolean organisation;
    private final double contract;
    private final boolean contracted;
    private final boolean scripted;
    private String specialty;
    private Place place;
    private @Nullable Entity entity;
    private @Nullable LocalDate closed;

    Provider(String id, String specialty, Place place, Draw draw, boolean scripted) {
        this.id = id;
        this.organisation = ProviderDirectory.ORGANISATIONS.contains(specialty);
        this.specialty = specialty;
        this.place = place;
        this.contract = draw.between(0.8, 1.2);
        this.contracted = draw.chance(0.87);
        this.scripted = scripted;
    }

    String id() {
        return id;
    }

    boolean isOrganisation() {
        return organisation;
    }

    boolean isScripted() {
        return scripted;
    }

    /** The share of the fee schedule that is paid. */
    double contract() {
        return contract;
    }

    boolean isContracted() {
        return contracted;
    }

    String specialty() {
        return specialty;
    }

    void specialty(String other) {
        specialty = other;
    }

    Place place() {
        return place;
    }

    void moved(Place to) {
        place = to;
    }

    Optional<Entity> entity() {
        return Optional.ofNullable(entity);
    }

    void recorded(Entity recorded) {
        entity = recorded;
    }

    boolean isOpen(LocalDate day) {
        return closed == null || day.isBefore(closed);
    }

    void closedOn(LocalDate day) {
        closed = day;
    }
}
