package dev.scd2.engine.intake;

/**
 * What an {@link Intake} did.
 *
 * <p>Immutable.
 *
 * @param batches that were committed
 * @param accepted changes that are new evidence
 * @param replayed changes that were known already
 * @param rejected changes that went to quarantine, those known there included
 * @param retries how often reading began anew behind a failure
 */
public record IntakeResult(long batches, long accepted, long replayed, long rejected, long retries) {}
