package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.examples.healthcare.generate.PayerSimulation;
import dev.scd2.timeline.Instants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the warehouse holds, for people: versions and why they arose, how claims found them, and one member whose history
 * was rewritten late. Immutable.
 *
 * @param dimensions one per dimension
 * @param outcomes how claim lines found a version, one per dimension
 * @param story the member whose history was rewritten, and what it looks like now
 */
public record WarehouseSummary(List<Versions> dimensions, List<Outcomes> outcomes, Story story) {
    private static final int MAX_CAUSES = 5;

    /** Copies the lists. */
    public WarehouseSummary {
        dimensions = List.copyOf(dimensions);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * The versions of one dimension. Immutable.
     *
     * @param dimension its name
     * @param keys natural keys
     * @param versions versions
     * @param causes how many versions a difference in a column opened, the most frequent first
     */
    public record Versions(String dimension, long keys, long versions, Map<String, Long> causes) {}

    /** How many claim lines ended how in one dimension, by name of the outcome. Immutable. */
    public record Outcomes(String dimension, Map<String, Long> lines) {}

    /** Rows of text about one member: each a period or a claim. Immutable. */
    public record Story(
            String member, List<List<String>> coverage, List<List<String>> address, List<List<String>> claims) {}

    /** Reads it. */
    public static WarehouseSummary of(Warehouse warehouse) {
        List<Versions> versions = new ArrayList<>();
        List<Outcomes> outcomes = new ArrayList<>();
        for (PayerDimension dimension : PayerDimension.values()) {
            versions.add(versions(warehouse, dimension.dimension()));
            outcomes.add(outcomes(warehouse, dimension));
        }
        return new WarehouseSummary(versions, outcomes, story(warehouse));
    }

    private static Versions versions(Warehouse warehouse, Dimension dimension) {
        String table = "marts." + dimension.name();
        String key = dimension.naturalKey().stream().map(Column::name).collect(Collectors.joining(", "));
        List<Column> tracked = dimension.attributes().stream()
                .filter(column -> column.policy() == AttributePolicy.TRACK)
                .toList();
        String k = " over (partition by " + key + " order by validity_start_ts)";
        String previous = tracked.stream()
                .map(c -> ", lag(" + c.name() + ")" + k + " as previous_" + c.name())
                .collect(Collectors.joining());
        String differences = tracked.stream()
                .map(c -> ", count(case when follows and " + c.name() + " is distinct from previous_" + c.name()
                        + " then 1 end)")
                .collect(Collectors.joining());
        String sql = "select count(case when ended is null then 1 end),"
                + " count(case when ended < validity_start_ts then 1 end), count(*)"
                + differences + " from (select *, ended = validity_start_ts as follows from (select *,"
                + " lag(validity_end_ts)" + k + " as ended" + previous + " from " + table
                + (dimension.isBitemporal() ? " where " + latest(warehouse) : "") + "))";
        Map<String, Long> causes = new LinkedHashMap<>();
        return warehouse
                .handle()
                .createQuery(sql)
                .map((row, context) -> {
                    long keys = row.getLong(1);
                    causes.put("first version", keys);
                    causes.put("back after a gap", row.getLong(2));
                    for (int i = 0; i < tracked.size(); i++) {
                        causes.put(tracked.get(i).name(), row.getLong(4 + i));
                    }
                    return new Versions(dimension.name(), keys, row.getLong(3), mostFrequent(causes));
                })
                .one();
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> causes) {
        Map<String, Long> top = new LinkedHashMap<>();
        causes.entrySet().stream()
                .filter(cause -> cause.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MAX_CAUSES)
                .forEach(cause -> top.put(cause.getKey(), cause.getValue()));
        return top;
    }

    private static Outcomes outcomes(Warehouse warehouse, PayerDimension dimension) {
        Map<String, Long> lines = new LinkedHashMap<>();
        warehouse
                .handle()
                .createQuery("select " + dimension.alias()
                        + "_outcome, count(*) from marts.fact_claim_line group by 1 order by 2 desc")
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(entry -> lines.put(entry.getKey(), entry.getValue()));
        return new Outcomes(dimension.dimension().name(), lines);
    }

    private static Story story(Warehouse warehouse) {
        String member = PayerSimulation.STORY_MEMBER;
        return new Story(
                member,
                rows(
                        warehouse,
                        "select validity_start_ts::date, case when current_flag then 'open' else"
                                + " (validity_end_ts::date)::varchar end, plan_id, enrollment_id"
                                + " from marts.dim_enrollment where member_id = ? and " + latest(warehouse)
                                + " order by validity_start_ts",
                        member),
                rows(
                        warehouse,
                        "select validity_start_ts::date, case when current_flag then 'open' else"
                                + " (validity_end_ts::date)::varchar end, city || ' ' || state || ' ' || zip, fpl_ratio"
                                + " from marts.dim_member where member_id = ? order by validity_start_ts",
                        member),
                rows(
                        warehouse,
                        "select claim_id, any_value(service_date), any_value(paid_date), any_value(status),"
                                + " sum(paid_amount), any_value(enrollment_outcome), any_value(member_zip)"
                                + " from marts.fact_claim_line where member_id = ? group by claim_id order by 2, 1",
                        member));
    }

    private static String latest(Warehouse warehouse) {
        return "known_to_ts = " + warehouse.kind().dialect().literal(Instants.MAX);
    }

    private static List<List<String>> rows(Warehouse warehouse, String sql, String member) {
        return warehouse
                .handle()
                .createQuery(sql)
                .bind(0, member)
                .map((row, context) -> {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        cells.add(row.getString(i) == null ? "-" : row.getString(i));
                    }
                    return cells;
                })
                .list();
    }
}
