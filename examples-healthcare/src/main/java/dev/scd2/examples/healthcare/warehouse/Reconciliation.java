package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.engine.Verification;
import dev.scd2.examples.healthcare.generate.LedgerAnswers;
import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.S3Location;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares what each system says of itself: tables by SQL, topics by their offsets, the lake by the footers of its files.
 *
 * <p>Confined to one thread.
 */
public final class Reconciliation {
    private final Connection source;
    private final Map<String, Long> topicRows;
    private final S3Location lake;
    private final Warehouse warehouse;
    private final List<Check> checks = new ArrayList<>();

    /**
     * Makes a reconciliation.
     *
     * @param topicRows messages by entity, from the end offsets of the topics
     */
    public Reconciliation(Connection source, Map<String, Long> topicRows, S3Location lake, Warehouse warehouse) {
        this.source = source;
        this.topicRows = Map.copyOf(topicRows);
        this.lake = lake;
        this.warehouse = warehouse;
    }

    /**
     * Returns all that was compared.
     *
     * @param cache a directory for files under way
     * @param ledger the directory of the generator's ledger
     */
    public List<Check> run(Path cache, Path ledger) throws SQLException, IOException {
        Map<String, Long> footers = new LakeFooters(lake, cache).rows(warehouse.connection());
        for (OltpTable table : OltpSchema.entities()) {
            road(table.tableName(), footers);
            staging(table);
        }
        facts();
        for (PayerDimension dimension : PayerDimension.values()) {
            dimension(dimension);
        }
        checks.addAll(new LedgerComparison(warehouse.connection(), LedgerAnswers.read(ledger)).run());
        return List.copyOf(checks);
    }

    private void road(String entity, Map<String, Long> footers) throws SQLException {
        long topic = topicRows.getOrDefault(entity, 0L);
        long parquet = footers.getOrDefault(entity, 0L);
        long raw = warehouse.count("select count(*) from raw.\"" + entity + '"');
        checks.add(Check.equal(entity + ": topic and lake", "offsets", topic, "rows in footers", parquet));
        checks.add(Check.equal(entity + ": lake and raw", "rows in footers", parquet, "rows", raw));
        long events = warehouse.count(
                "select count(distinct (lsn, total_order)) from raw.\"" + entity + "\" where problem is null");
        long repeated = warehouse.count("select count(*) - count(distinct (lsn, total_order)) from raw.\"" + entity
                + "\" where problem is null");
        long bad = warehouse.count(
                "select count(*) from dq.quarantine where entity = '" + entity + "' and reason = 'MALFORMED'");
        checks.add(Check.equal(
                entity + ": raw is events, repetitions and quarantine",
                "rows",
                raw,
                events + " + " + repeated + " +",
                bad,
                events + repeated));
    }

    private void staging(OltpTable table) throws SQLException {
        SourceComparison.Result result = new SourceComparison(source, warehouse.connection()).compare(table);
        String entity = table.tableName();
        checks.add(Check.equal(
                entity + ": source and staging", "rows", result.sourceRows(), "rows", result.stagingRows()));
        checks.add(Check.equal(
                entity + ": equal in every column",
                "rows",
                result.sourceRows(),
                "equal",
                result.sourceRows() - result.differentRows()));
    }

    private void facts() throws SQLException {
        long lines = warehouse.count("select count(*) from staging.claim_lines");
        long facts = warehouse.count("select count(*) from marts.fact_claim_line");
        long orphans = warehouse.count("select count(*) from dq.quarantine where reason = 'NO_HEADER'");
        checks.add(Check.equal(
                "claim_lines: staging is facts and quarantine", "rows", lines, facts + " +", orphans, facts));
        checks.add(Check.equal(
                "claims: paid in staging and in the facts",
                "cents",
                warehouse.count("select (sum(paid_amount) * 100)::bigint from staging.claim_lines"),
                "cents",
                warehouse.count("select ((select sum(paid_amount) from marts.fact_claim_line) * 100)::bigint"
                        + " + coalesce((select (sum(l.paid_amount) * 100)::bigint from staging.claim_lines l"
                        + " anti join staging.claims c using (claim_id)), 0)")));
    }

    private void dimension(PayerDimension dimension) throws SQLException {
        String name = dimension.dimension().name();
        try (DuckDbStore store = dimension.open(warehouse.connection())) {
            Verification found = Verification.of(store);
            long violations = found.violations().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            checks.add(Check.equal(
                    name + ": invariants I1 to I6 and I9",
                    "versions",
                    found.versions(),
                    "violations",
                    violations,
                    found.versions()));
        }
        String keys = String.join(
                ", ",
                dimension.dimension().naturalKey().stream()
                        .map(column -> "json_extract_string(coalesce(after, before), '$." + column.name() + "')")
                        .toList());
        String columns = String.join(
                ", ",
                dimension.dimension().naturalKey().stream()
                        .map(column -> column.name())
                        .toList());
        checks.add(Check.equal(
                name + ": every key of the source",
                "keys in raw",
                warehouse.count("select count(distinct (" + keys + ", 0)) from raw."
                        + dimension.source().tableName() + " where problem is null"),
                "keys in evidence",
                warehouse.count("select count(distinct (" + columns + ", 0)) from marts." + name + "_evidence")));
    }
}
