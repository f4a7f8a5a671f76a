package dev.scd2.sql;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with an existing table of versions.
 *
 * <p>Immutable.
 *
 * @param rows rows seen
 * @param keys natural keys seen, without null parts
 * @param findings all that is wrong, in the order of the rows
 */
public record AdoptionReport(long rows, long keys, List<Finding> findings) {
    /** Copies the list. */
    public AdoptionReport {
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing is wrong. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** Returns how often each kind was found; kinds that were not are left out. */
    public Map<Finding.Kind, Long> counts() {
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
        return counts;
    }
}
