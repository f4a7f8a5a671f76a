package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.generate.Ledger.Stamp;
import dev.scd2.examples.healthcare.oltp.OltpTransaction;
import dev.scd2.examples.healthcare.oltp.Row;
import dev.scd2.examples.healthcare.oltp.RowChange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the simulation: its day, its agenda and the transaction in hand. The parts of the simulation put what they
 * do into the agenda, and the rows they change into the transaction. Confined to one thread.
 */
final class Run {
    /** The first day. */
    static final LocalDate START = LocalDate.of(2023, 1, 1);
    /** The last day of services, and of events other than the run-out of claims. */
    static final LocalDate LAST_SERVICE = LocalDate.of(2025, 12, 31);
    /** The last day. */
    static final LocalDate END = LocalDate.of(2026, 6, 30);

    private final long seed;
    private final Preset preset;
    private final Ledger ledger;
    private final List<Map<Group, ArrayDeque<Runnable>>> agenda = new ArrayList<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private final List<RowChange> changes = new ArrayList<>();
    private LocalDate today = START;
    private Group group = Group.PLANS;
    private long transactions;
    private long order;

    Run(Preset preset, long seed, Ledger ledger) {
        this.preset = preset;
        this.seed = seed;
        this.ledger = ledger;
        for (long day = 0; day <= ChronoUnit.DAYS.between(START, END); day++) {
            agenda.add(new HashMap<>());
        }
    }

    Preset preset() {
        return preset;
    }

    long seed() {
        return seed;
    }

    Draw draw(String entity, String id, String purpose) {
        return Draw.of(seed, entity, id, purpose);
    }

    LocalDate today() {
        return today;
    }

    Instant now() {
        return group.at(today);
    }

    /** Returns the next number of a series, from 1 on. */
    int next(String series) {
        return counters.merge(series, 1, Integer::sum);
    }

    /** Returns the number that a series gave last. */
    int last(String series) {
        return counters.getOrDefault(series, 0);
    }

    /**
     * Puts an event into the agenda. One whose place on the day is over, or whose day is, comes on the next day; one after
     * the last day never comes.
     */
    void at(LocalDate day, Group place, Runnable event) {
        LocalDate on = day.isBefore(today) ? today : day;
        if (on.equals(today) && place.compareTo(group) < 0) {
            on = today.plusDays(1);
        }
        if (!on.isAfter(END)) {
            agenda.get((int) ChronoUnit.DAYS.between(START, on))
                    .computeIfAbsent(place, any -> new ArrayDeque<>())
                    .add(event);
        }
    }

    /** Starts a day. */
    void begin(LocalDate day) {
        today = day;
        group = Group.PLANS;
    }

    /** Runs a group of today's events; what they changed is a transaction. */
    Optional<OltpTransaction> run(Group place) {
        group = place;
        Map<Group, ArrayDeque<Runnable>> events = agenda.get((int) ChronoUnit.DAYS.between(START, today));
        ArrayDeque<Runnable> queue = events.get(place);
        while (queue != null && !queue.isEmpty()) {
            queue.remove().run();
        }
        events.remove(place);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        OltpTransaction transaction = new OltpTransaction(transactions++, now(), place.label(), changes);
        changes.clear();
        return Optional.of(transaction);
    }

    /** Puts a change into the transaction in hand and returns its stamp for the ledger. */
    Stamp change(RowChange change) {
        changes.add(change);
        return new Stamp(now(), order++);
    }

    /** Returns the stamp of the change made last. */
    Stamp lastStamp() {
        return new Stamp(now(), order - 1);
    }

    /** Inserts a row, with its stamps. */
    Row insert(Row row) {
        Row stamped = row.with(stamps(1));
        change(RowChange.insert(stamped));
        return stamped;
    }

    /** Updates a row and its stamps, and returns it as it is then. */
    Row update(Row before, Map<String, ? extends @Nullable Object> said) {
        Row after = before.with(said).with(stamps(version(before) + 1));
        change(RowChange.update(before, after));
        return after;
    }

    Map<String, @Nullable Object> stamps(int version) {
        Map<String, @Nullable Object> stamps = new HashMap<>();
        stamps.put("recorded_at", now());
        stamps.put("row_version", version);
        stamps.put("source_system", "core");
        return stamps;
    }

    static int version(Row row) {
        Object version = row.get("row_version");
        return version instanceof Integer number ? number : 0;
    }

    Ledger ledger() {
        return ledger;
    }

    void anomaly(String kind, String entity, String key) {
        ledger.anomaly(kind, entity, key, today);
    }
}
