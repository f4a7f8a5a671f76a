package dev.scd2.engine.merge;

import dev.scd2.timeline.Version;
import java.util.List;

/**
 * What the law says of one key.
 *
 * @param versions ordered by start; neighbours that touch differ in a tracked column, erased values told apart
 * @param values what fixed and overwrite columns show
 */
record Lawful(List<Version> versions, SaidValues values) {}
