package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTransaction;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** One run through all days, yielding the transactions as they are made. Confined to one thread. */
final class Simulation implements Iterator<OltpTransaction> {
    private final Run run;
    private final Population population;
    private final MemberEvents members;
    private final CoverageEvents coverage;
    private final ProviderEvents providerEvents;
    private final Renewals renewals;
    private final Visits visits;
    private final ArrayDeque<OltpTransaction> ready = new ArrayDeque<>();
    private LocalDate day = Run.START;

    Simulation(Preset preset, long seed, Ledger ledger) {
        run = new Run(preset, seed, ledger);
        Names names = new Names(seed);
        PlanCatalog plans = new PlanCatalog(run);
        ProviderDirectory providers = new ProviderDirectory(run, names);
        CoverageDesk desk = new CoverageDesk(run, plans);
        Payments payments = new Payments(run);
        ClaimDesk claims = new ClaimDesk(run, new Adjudicator(run, plans, payments));
        payments.resubmitTo(claims);
        visits = new Visits(run, providers, claims);
        population = new Population(run, names, plans, desk, visits);
        coverage = new CoverageEvents(run, plans, desk, population);
        members = new MemberEvents(run, names, population, desk, coverage, visits);
        providerEvents = new ProviderEvents(run, providers);
        renewals = new Renewals(run, plans, desk, population);
        plans.start();
        providers.start();
        population.start();
        new Stories(run, plans, population, desk, coverage, members, providers, claims).start();
        new TestRows(run, population, providers, claims).start();
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !day.isAfter(Run.END)) {
            simulate(day);
            day = day.plusDays(1);
        }
        return !ready.isEmpty();
    }

    @Override
    public OltpTransaction next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The simulation is over");
        }
        return ready.remove();
    }

    private void simulate(LocalDate today) {
        run.begin(today);
        // the book of the first day is recorded before anything happens to it
        boolean first = today.equals(Run.START);
        if (!first) {
            month(today, today.getDayOfMonth() == 1);
        }
        for (Group group : Group.values()) {
            run.run(group).ifPresent(ready::add);
            if (first && group == Group.COVERAGE) {
                month(today, true);
            }
        }
    }

    private void month(LocalDate today, boolean begins) {
        if (!begins || today.isAfter(Run.LAST_SERVICE)) {
            return;
        }
        if (today.getMonthValue() == 11) {
            renewals.november(today);
        }
        providerEvents.month(today);
        members.month(today);
        coverage.month(today);
        visits.month(today, population.households());
    }
}
