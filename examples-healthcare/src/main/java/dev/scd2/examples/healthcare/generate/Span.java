package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.oltp.Row;
import dev.scd2.examples.healthcare.oltp.RowChange;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A coverage span as the payer has recorded it: a row of enrollments. Confined to one thread. */
final class Span {
    private final Run run;
    private final Person person;
    private Row row;
    private long order;

    private Span(Run run, Person person, Row row) {
        this.run = run;
        this.person = person;
        this.row = row;
    }

    static Span insert(Run run, Person person, Map<String, @Nullable Object> columns) {
        Map<String, @Nullable Object> all = new HashMap<>(columns);
        all.put("enrollment_id", String.format("E%08d", run.next("enrollment")));
        all.put("member_id", person.memberId());
        all.putAll(run.stamps(1));
        Span span = new Span(run, person, Row.of(OltpTable.ENROLLMENTS, all));
        span.stated(RowChange.insert(span.row));
        person.spans().add(span);
        return span;
    }

    /** Says something else of this span: its row is updated. */
    void restate(String maintenanceType, String reason, Map<String, ? extends @Nullable Object> said) {
        Map<String, @Nullable Object> all = new HashMap<>(said);
        all.put("maintenance_type_code", maintenanceType);
        all.put("maintenance_reason_code", reason);
        all.putAll(run.stamps(Run.version(row) + 1));
        Row before = row;
        row = before.with(all);
        stated(RowChange.update(before, row));
    }

    private void stated(RowChange change) {
        Ledger.Stamp stamp = run.change(change);
        order = stamp.order();
        run.ledger().covered(stamp, row);
    }

    Person person() {
        return person;
    }

    String id() {
        return row.keyText();
    }

    /** The place of its last statement among all changes of the run. */
    long order() {
        return order;
    }

    String planId() {
        return String.valueOf(row.get("plan_id"));
    }

    String policyId() {
        return String.valueOf(row.get("policy_id"));
    }

    LocalDate start() {
        return day("start_date", LocalDate.MIN);
    }

    /** The last day, or a day that never comes. */
    LocalDate end() {
        return day("end_date", LocalDate.MAX);
    }

    private LocalDate day(String column, LocalDate otherwise) {
        return row.get(column) instanceof LocalDate day ? day : otherwise;
    }

    boolean isMedical() {
        return "MED".equals(row.get("coverage_type"));
    }

    /** It never was: cancelled before it came into force, or void. */
    boolean isVoid() {
        return isVoid(row);
    }

    static boolean isVoid(Row enrollment) {
        Object status = enrollment.get("status");
        return "CANCELLED".equals(status) || "VOID".equals(status);
    }

    boolean covers(LocalDate day) {
        return !isVoid() && !day.isBefore(start()) && !day.isAfter(end());
    }
}
