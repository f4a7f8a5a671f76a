package dev.scd2.engine.merge;

import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;

/**
 * A version as it was believed over one interval of system time.
 *
 * @param chain equal for the beliefs of one version, which keeps its surrogate key while its end moves or its values change
 * @param version what it says and when
 * @param believed from when and until when
 */
public record Belief(int chain, Version version, Interval believed) {}
