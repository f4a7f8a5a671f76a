package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.engine.Verification;
import dev.scd2.examples.healthcare.generate.LedgerAnswers;
import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.lake.S3Location;
import dev.scd2.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
        Map<String, Long> footers = new LakeFooters(lake, cache).rows();
        for (OltpTable table : OltpSchema.entities()) {
            road(table.tableName(), footers);
            staging(table);
        }
        facts();
        for (PayerDimension dimension : PayerDimension.values()) {
            dimension(dimension);
        }
        checks.addAll(new LedgerComparison(warehouse, LedgerAnswers.read(ledger)).run());
        return List.copyOf(checks);
    }

    private void road(String entity, Map<String, Long> footers) throws SQLException {
        long topic = topicRows.getOrDefault(entity, 0L);
        long parquet = footers.getOrDefault(entity, 0L);
        String table = raw(entity);
        long raw = warehouse.count("select count(*) from " + table);
        checks.add(Check.equal(entity + ": topic and lake", "offsets", topic, "rows in footers", parquet));
        checks.add(Check.equal(entity + ": lake and raw", "rows in footers", parquet, "rows", raw));
        long events = warehouse.count(
                "select count(*) from (select distinct lsn, total_order from " + table + " where problem is null)");
        long repeated = warehouse.count("select count(*) from " + table + " where problem is null") - events;
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
        SourceComparison.Result result = new SourceComparison(source, warehouse).compare(table);
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
                        + " where not exists (select 1 from staging.claims c where c.claim_id = l.claim_id)), 0)")));
    }

    private void dimension(PayerDimension dimension) throws SQLException {
        String name = dimension.dimension().name();
        try (SqlStore store = warehouse.store(dimension)) {
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
        WarehouseKind kind = warehouse.kind();
        OltpTable table = dimension.source();
        List<OltpColumn> key = dimension.dimension().naturalKey().stream()
                .map(column -> table.columns().get(table.position(column.name())))
                .toList();
        checks.add(Check.equal(
                name + ": every key of the source",
                "keys in raw",
                warehouse.count("select count(*) from (select distinct "
                        + key.stream().map(kind::typed).collect(Collectors.joining(", ")) + " from (select "
                        + kind.image(key, "coalesce(after, before)") + " as image from " + raw(table.tableName())
                        + " where problem is null))"),
                "keys in evidence",
                warehouse.count("select count(*) from (select distinct "
                        + key.stream().map(OltpColumn::name).collect(Collectors.joining(", ")) + " from marts." + name
                        + "_evidence)")));
    }

    private String raw(String entity) {
        return "raw." + warehouse.kind().dialect().quote(entity);
    }
}
