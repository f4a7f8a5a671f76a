package dev.scd2.examples.healthcare.pipeline;

import java.util.List;

/**
 * What a stage did, entity by entity. Immutable.
 *
 * @param stage its name
 * @param lines one per entity
 * @param seconds how long it took
 */
public record StageReport(String stage, List<Line> lines, double seconds) {
    /** Copies the list. */
    public StageReport {
        lines = List.copyOf(lines);
    }

    /**
     * One entity. Immutable.
     *
     * @param entity its name
     * @param in rows that came in, counted where they came from
     * @param out rows that are there now, counted where they are
     * @param rejected rows that are in quarantine
     */
    public record Line(String entity, long in, long out, long rejected) {}
}
