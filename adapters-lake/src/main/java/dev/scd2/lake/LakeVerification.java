package dev.scd2.lake;

import java.util.List;

/**
 * What verifying a lake found. Immutable.
 *
 * @param files  how many files count
 * @param rows  how many rows they hold
 * @param withoutManifest  how many of them stand in no manifest: their bytes were compared with nothing
 * @param covered  how many files lie within wider ones, and do not count
 * @param findings  what is wrong
 */
public record LakeVerification(int files, long rows, int withoutManifest, int covered, List<LakeFinding> findings) {
    public LakeVerification {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return findings.isEmpty();
    }
}
