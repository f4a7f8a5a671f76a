package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.engine.intake.IntakeResult;
import java.util.ArrayList;
import java.util.List;

/** Dimensions, then facts, then marts. Confined to one thread. */
public final class Transformation {
    private final Warehouse warehouse;

    /** Works in this warehouse. */
    public Transformation(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * What went into a table and what is in it. Immutable.
     *
     * @param name the table
     * @param in rows that came in
     * @param out rows that are in it
     * @param rejected rows in quarantine
     */
    public record Flow(String name, long in, long out, long rejected) {}

    /** Brings everything up to date. */
    public List<Flow> run() {
        List<Flow> flows = new ArrayList<>();
        for (PayerDimension dimension : PayerDimension.values()) {
            IntakeResult loaded = new DimensionLoad(warehouse, dimension).run();
            String table = dimension.dimension().name();
            flows.add(new Flow(
                    table,
                    loaded.accepted() + loaded.replayed() + loaded.rejected(),
                    warehouse.count("select count(*) from marts." + table),
                    warehouse.count("select count(*) from marts." + table + "_quarantine")));
        }
        FactTables facts = new FactTables(warehouse);
        facts.rebuild();
        flows.add(new Flow(
                "fact_claim_line",
                warehouse.count("select count(*) from staging.claim_lines"),
                warehouse.count("select count(*) from marts.fact_claim_line"),
                warehouse.count("select count(*) from dq.quarantine where entity = 'claim_lines'")));
        Marts marts = new Marts(warehouse);
        marts.rebuild();
        for (String mart : Marts.NAMES) {
            flows.add(new Flow(
                    mart,
                    warehouse.count("select count(*) from marts.fact_claim_line"),
                    warehouse.count("select count(*) from marts." + mart),
                    0));
        }
        return flows;
    }
}
