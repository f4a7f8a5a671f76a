package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was in force on the day of service of a claim, by all that the payer ever recorded. Immutable.
 *
 * <p>An entity that does not exist on that day is an empty Optional; one that exists is its columns in force, each as plain
 * text or null, by name.
 *
 * @param claimId  the claim
 * @param memberId  the member named on it
 * @param providerId  the rendering provider named on it
 * @param claimedPlanId  the plan named on it, or null
 * @param serviceDate  its first day of service
 * @param coverage  the medical coverage of the member
 * @param member  the member's columns
 * @param provider  the provider's columns
 * @param plan  the columns of the covering plan in the year of service; empty also where there is no coverage
 */
public record ClaimAnswer(
        String claimId,
        String memberId,
        String providerId,
        @Nullable String claimedPlanId,
        LocalDate serviceDate,
        Optional<Coverage> coverage,
        Optional<Map<String, @Nullable String>> member,
        Optional<Map<String, @Nullable String>> provider,
        Optional<Map<String, @Nullable String>> plan) {

    /** The span in force. */
    public record Coverage(String enrollmentId, String planId) {}
}
