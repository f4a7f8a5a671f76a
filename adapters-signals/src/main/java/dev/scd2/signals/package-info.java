/**
 * What an intake does, to be watched: {@link dev.scd2.signals.MeteredIntake} as meters of a Micrometer registry, {@link
 * dev.scd2.signals.LoggedIntake} as log lines with key-value pairs, {@link dev.scd2.signals.LineageIntake} as run events of
 * OpenLineage.
 *
 * <p>Each is an {@link dev.scd2.engine.intake.IntakeListener}: it cannot fail a run, and tells no value of a row. The library
 * that each needs ({@code micrometer-core}, {@code slf4j-api}, {@code openlineage-java}) is yours to bring; none needs that of
 * another.
 */
@NullMarked
package dev.scd2.signals;

import org.jspecify.annotations.NullMarked;
