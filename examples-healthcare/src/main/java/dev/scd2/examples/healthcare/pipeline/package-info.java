/**
 * The road of the data as stages that can be run one by one, and the servers that they need.
 *
 * <p>Each stage reads what the one before left behind and may be killed at any point: run again, it goes on.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.examples.healthcare.pipeline;
