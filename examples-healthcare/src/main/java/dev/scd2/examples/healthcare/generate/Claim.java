package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.oltp.Row;
import dev.scd2.examples.healthcare.oltp.RowChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claim on its way: its rows as they are now. Confined to one thread. */
final class Claim {
    private final Run run;
    private final Person person;
    private final Provider provider;
    private final double feeShare;
    private final List<Row> lines = new ArrayList<>();
    private final List<Row> history = new ArrayList<>(4);
    private Row header;
    private Person.@Nullable Accumulator accumulator;

    private Claim(Run run, Person person, Provider provider, Row header, double feeShare) {
        this.run = run;
        this.person = person;
        this.provider = provider;
        this.header = header;
        this.feeShare = feeShare;
    }

    /** Inserts a claim with its lines and the first status of its history. */
    static Claim insert(
            Run run,
            Person person,
            Provider provider,
            Map<String, @Nullable Object> header,
            List<Map<String, @Nullable Object>> lines,
            double feeShare) {
        Map<String, @Nullable Object> columns = new HashMap<>(header);
        Amounts total = new Amounts();
        lines.forEach(line -> total.add(Amounts.of(line)));
        columns.putAll(total.columns("total_", ""));
        Claim claim = new Claim(run, person, provider, run.insert(Row.of(OltpTable.CLAIMS, columns)), feeShare);
        run.ledger().claimed(run.lastStamp(), claim.header);
        for (int i = 0; i < lines.size(); i++) {
            Map<String, @Nullable Object> line = new HashMap<>(lines.get(i));
            line.put("claim_id", claim.id());
            line.put("line_number", i + 1);
            claim.lines.add(run.insert(Row.of(OltpTable.CLAIM_LINES, line)));
        }
        claim.remember(null, "AUTO");
        return claim;
    }

    String id() {
        return header.keyText();
    }

    Person person() {
        return person;
    }

    Provider provider() {
        return provider;
    }

    List<Row> lines() {
        return lines;
    }

    @Nullable
    Object get(String column) {
        return header.get(column);
    }

    String text(String column) {
        return String.valueOf(header.get(column));
    }

    LocalDate serviceDate() {
        return day("service_from_date");
    }

    LocalDate received() {
        return day("received_date");
    }

    private LocalDate day(String column) {
        if (header.get(column) instanceof LocalDate day) {
            return day;
        }
        throw new IllegalStateException("A claim without " + column);
    }

    String status() {
        return text("status");
    }

    boolean isPharmacy() {
        return "PHARMACY".equals(header.get("claim_type"));
    }

    /** The share of what is billed that the fee schedule allows. */
    double feeShare() {
        return feeShare;
    }

    /** Remembers where the member's share of this claim was counted. */
    void countedIn(Person.Accumulator where) {
        accumulator = where;
    }

    /** Gives the member's share of this claim back. */
    void giveBack() {
        if (accumulator != null) {
            for (Map<String, @Nullable Object> line : lineColumns()) {
                Amounts amounts = Amounts.of(line);
                accumulator.deductible -= amounts.deductible;
                accumulator.outOfPocket -= amounts.memberCost();
            }
            accumulator = null;
        }
    }

    /** Changes the header; another status is remembered in the history. */
    void update(Map<String, ? extends @Nullable Object> said, @Nullable String reason, String actor) {
        String before = status();
        header = run.update(header, said);
        if (!before.equals(status())) {
            remember(reason, actor);
        }
    }

    void updateLine(int index, Map<String, ? extends @Nullable Object> said) {
        lines.set(index, run.update(lines.get(index), said));
    }

    private void remember(@Nullable String reason, String actor) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("claim_id", id());
        columns.put("seq", history.size() + 1);
        columns.put("status", status());
        columns.put("status_at", run.now());
        columns.put("reason_code", reason);
        columns.put("actor", actor);
        history.add(run.insert(Row.of(OltpTable.CLAIM_STATUS_HISTORY, columns)));
    }

    /** The header's columns, to make another claim of them. */
    Map<String, @Nullable Object> headerColumns() {
        return columns(header);
    }

    /** The columns of the lines, to make another claim of them. */
    List<Map<String, @Nullable Object>> lineColumns() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        lines.forEach(line -> all.add(columns(line)));
        return all;
    }

    private static Map<String, @Nullable Object> columns(Row row) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        row.table().columns().forEach(column -> columns.put(column.name(), row.get(column.name())));
        return columns;
    }

    /** Deletes the claim with its lines and its history; right before, its header says so. */
    void delete() {
        header = run.update(header, Map.of("status", "PURGED"));
        history.forEach(row -> run.change(RowChange.delete(row)));
        lines.forEach(row -> run.change(RowChange.delete(row)));
        run.ledger().claimGone(run.change(RowChange.delete(header)), header);
    }
}
