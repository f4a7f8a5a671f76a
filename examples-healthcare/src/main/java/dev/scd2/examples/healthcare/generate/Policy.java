package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A contract: subscriber, plan and benefit year, with its coverage spans. Confined to one thread. */
final class Policy {
    private final Household household;
    private final PlanYear plan;
    private final Entity entity;
    private final LocalDate start;
    private final LocalDate plannedEnd;
    private final List<Span> spans = new ArrayList<>(4);
    private final List<Runnable> waiting = new ArrayList<>(0);
    private LocalDate end;
    private boolean cancelled;
    private boolean reinstated;
    private @Nullable LocalDate grace;

    Policy(Household household, PlanYear plan, Entity entity, LocalDate start, LocalDate plannedEnd) {
        this.household = household;
        this.plan = plan;
        this.entity = entity;
        this.start = start;
        this.plannedEnd = plannedEnd;
        this.end = plannedEnd;
    }

    Household household() {
        return household;
    }

    PlanYear plan() {
        return plan;
    }

    Entity entity() {
        return entity;
    }

    LocalDate start() {
        return start;
    }

    LocalDate end() {
        return end;
    }

    LocalDate plannedEnd() {
        return plannedEnd;
    }

    List<Span> spans() {
        return spans;
    }

    boolean isInForce() {
        return !cancelled;
    }

    boolean isTerminated() {
        return end.isBefore(plannedEnd);
    }

    boolean covers(LocalDate day) {
        return !cancelled && !day.isBefore(start) && !day.isAfter(end);
    }

    void endedOn(LocalDate day) {
        end = day;
        grace = null;
    }

    void cancelled() {
        cancelled = true;
        grace = null;
    }

    void reinstated() {
        end = plannedEnd;
        reinstated = true;
    }

    boolean wasReinstated() {
        return reinstated;
    }

    /** The first day of grace month 1, while the premium is unpaid and the payer knows it. */
    Optional<LocalDate> grace() {
        return Optional.ofNullable(grace);
    }

    void graceFrom(LocalDate day) {
        grace = day;
    }

    void graceOver() {
        grace = null;
    }

    /** Keeps what waits for the end of the grace period. */
    void await(Runnable event) {
        waiting.add(event);
    }

    /** Returns what waited for the end of the grace period, and forgets it. */
    List<Runnable> released() {
        List<Runnable> released = List.copyOf(waiting);
        waiting.clear();
        return released;
    }
}
