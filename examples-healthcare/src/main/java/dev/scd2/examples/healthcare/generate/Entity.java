package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.generate.Ledger.Stamp;
import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.oltp.Row;
import dev.scd2.examples.healthcare.oltp.RowChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A versioned row of the system of record, with all that was said of it.
 *
 * <p>An update says that from its effective date on the columns that differ from the image before have the new value. News
 * that comes after newer news is told in two updates: what was, and then again what is since the newer news. Confined to
 * one thread.
 */
final class Entity {
    private static final Set<String> TECHNICAL =
            Set.of("effective_date", "is_correction", "recorded_at", "row_version", "source_system");

    /** A value of a column from a day on. */
    private record Said(LocalDate validFrom, @Nullable Object value) {}

    private final Run run;
    private final Row first;
    private final LocalDate since;
    private final Map<String, List<Said>> later = new HashMap<>(4);
    private Row row;

    private Entity(Run run, Row first, LocalDate since) {
        this.run = run;
        this.first = first;
        this.since = since;
        this.row = first;
    }

    /** Inserts the row; it exists from {@code effective} on. */
    static Entity insert(Run run, OltpTable table, LocalDate effective, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        all.putAll(run.stamps(1));
        all.put("effective_date", effective);
        all.put("is_correction", false);
        Entity entity = new Entity(run, Row.of(table, all), effective);
        Stamp stamp = run.change(RowChange.insert(entity.row));
        for (OltpColumn column : table.columns()) {
            if (!TECHNICAL.contains(column.name()) && !table.key().contains(column.name())) {
                run.ledger().said(stamp, entity.row, column.name(), entity.row.get(column.name()), effective);
            }
        }
        return entity;
    }

    @Nullable
    Object get(String column) {
        return row.get(column);
    }

    String key() {
        return row.keyText();
    }

    /** The day from which the first insert said that it exists. */
    LocalDate since() {
        return since;
    }

    /** Says a change of the world from {@code effective} on; returns false if there is nothing to say. */
    boolean report(LocalDate effective, Map<String, ? extends @Nullable Object> said) {
        return tell(effective, said, false);
    }

    /** Replaces values already said at {@code effective}; returns false if there is nothing to say. */
    boolean correct(LocalDate effective, Map<String, ? extends @Nullable Object> said) {
        return tell(effective, said, true);
    }

    private boolean tell(LocalDate effective, Map<String, ? extends @Nullable Object> said, boolean correction) {
        LocalDate from = effective.isBefore(since) ? since : effective;
        Map<String, @Nullable Object> changed = new TreeMap<>();
        for (Map.Entry<String, ? extends @Nullable Object> entry : said.entrySet()) {
            Object value = entry.getValue();
            if (!Objects.equals(row.get(entry.getKey()), value)) {
                changed.put(entry.getKey(), value);
            } else if (!Objects.equals(inForce(entry.getKey(), from), value)) {
                return false; // the image would not differ there, so it could not be said
            }
        }
        if (changed.isEmpty()) {
            return false;
        }
        Map<String, @Nullable Object> newer = new TreeMap<>();
        LocalDate newest = from;
        for (Map.Entry<String, @Nullable Object> entry : changed.entrySet()) {
            Said last = last(entry.getKey());
            if (last.validFrom().isAfter(from)) {
                newer.put(entry.getKey(), last.value());
                newest = last.validFrom().isAfter(newest) ? last.validFrom() : newest;
            }
        }
        update(from, changed, correction);
        newer.entrySet().removeIf(entry -> Objects.equals(row.get(entry.getKey()), entry.getValue()));
        if (!newer.isEmpty()) {
            update(newest, newer, true);
            run.anomaly("overtaken_change", row.table().tableName(), key());
        }
        return true;
    }

    private void update(LocalDate from, Map<String, @Nullable Object> changed, boolean correction) {
        Map<String, @Nullable Object> all = new HashMap<>(changed);
        all.putAll(run.stamps(Run.version(row) + 1));
        all.put("effective_date", from);
        all.put("is_correction", correction);
        Row after = row.with(all);
        Stamp stamp = run.change(RowChange.update(row, after));
        row = after;
        changed.forEach((column, value) -> {
            later.computeIfAbsent(column, any -> new ArrayList<>(2)).add(new Said(from, value));
            run.ledger().said(stamp, row, column, value, from);
        });
    }

    /**
     * Deletes the row. Right before, the row says that it goes, with today as effective date: the image before the delete
     * carries the day from which it does not exist.
     */
    void delete(String statusColumn) {
        LocalDate gone = run.today();
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put(statusColumn, "PURGED");
        update(gone, said, false);
        Stamp stamp = run.change(RowChange.delete(row));
        run.ledger().gone(stamp, row, gone);
    }

    private @Nullable Object inForce(String column, LocalDate day) {
        Said best = new Said(since, first.get(column));
        for (Said said : later.getOrDefault(column, List.of())) {
            if (!said.validFrom().isAfter(day) && !said.validFrom().isBefore(best.validFrom())) {
                best = said;
            }
        }
        return best.value();
    }

    private Said last(String column) {
        Said best = new Said(since, first.get(column));
        for (Said said : later.getOrDefault(column, List.of())) {
            if (!said.validFrom().isBefore(best.validFrom())) {
                best = said;
            }
        }
        return best;
    }
}
