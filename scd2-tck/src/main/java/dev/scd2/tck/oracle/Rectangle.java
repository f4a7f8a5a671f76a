package dev.scd2.tck.oracle;

import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;

/**
 * A version and when it was believed.
 *
 * <p>Immutable.
 *
 * @param version what was believed
 * @param believed from when, and until when, in system time
 */
public record Rectangle(Version version, Interval believed) {}
