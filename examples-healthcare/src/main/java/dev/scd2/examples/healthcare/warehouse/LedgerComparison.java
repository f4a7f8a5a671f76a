package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.generate.ClaimAnswer;
import dev.scd2.examples.healthcare.generate.LedgerAnswers;
import dev.scd2.timeline.Instants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the versions that claims were joined to with what the generator's ledger says was true on the day of service.
 *
 * <p>Confined to one thread.
 */
final class LedgerComparison {
    private final Warehouse warehouse;
    private final LedgerAnswers ledger;

    LedgerComparison(Warehouse warehouse, LedgerAnswers ledger) {
        this.warehouse = warehouse;
        this.ledger = ledger;
    }

    List<Check> run() throws SQLException {
        Set<String> claims = new HashSet<>(ledger.claimIds());
        long facts = 0;
        long unknown = 0;
        Tally coverage = new Tally("coverage and plan on the day of service");
        Tally asPaid = new Tally("coverage on the day of service, as known when paid or decided");
        Tally planYear = new Tally("plan values on the day of service");
        Tally provider = new Tally("provider specialty and place on the day of service");
        Tally member = new Tally("member address and FPL on the day of service");
        try (Statement statement = warehouse.connection().createStatement();
                ResultSet row = statement.executeQuery(
                        "select distinct claim_id, enrollment_enrollment_id, enrollment_plan_id, as_paid_enrollment_id,"
                                + " as_paid_plan_id, "
                                + warehouse.kind().dialect().epochMicros("known_at")
                                + ", plan_metal_tier, plan_deductible, plan_monthly_premium, provider_specialty,"
                                + " provider_city, provider_state, member_state, member_zip, member_fpl_ratio"
                                + " from marts.fact_claim_line")) {
            while (row.next()) {
                facts++;
                String claim = row.getString(1);
                if (!claims.remove(claim)) {
                    unknown++;
                    continue;
                }
                ClaimAnswer truth = ledger.forClaim(claim);
                coverage.compare(
                        truth.coverage().map(c -> List.of(c.enrollmentId(), c.planId())),
                        both(row.getString(2), row.getString(3)));
                long micros = row.getLong(6);
                Instant known = row.wasNull() ? Instant.MAX : Instants.ofMicros(micros);
                asPaid.compare(
                        ledger.coverage(truth.memberId(), truth.serviceDate(), known)
                                .map(c -> List.of(c.enrollmentId(), c.planId())),
                        both(row.getString(4), row.getString(5)));
                planYear.compare(values(truth.plan(), "metal_tier", "deductible", "monthly_premium"), cells(row, 7));
                provider.compare(values(truth.provider(), "specialty", "city", "state"), cells(row, 10));
                member.compare(values(truth.member(), "state", "zip", "fpl_ratio"), cells(row, 13));
            }
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.equal(
                "every claim of the ledger is a fact",
                "claims in the ledger",
                ledger.claimIds().size(),
                "claims in the fact",
                facts));
        checks.add(Check.equal("and no other", "missing", claims.size(), "not in the ledger", unknown));
        for (Tally tally : List.of(coverage, asPaid, planYear, provider, member)) {
            checks.add(tally.check());
        }
        return checks;
    }

    private static Optional<List<String>> both(@Nullable String a, @Nullable String b) {
        return a == null || b == null ? Optional.empty() : Optional.of(List.of(a, b));
    }

    /** The values in order; empty where all are null, as where the entity is not known. */
    private static Optional<List<String>> values(Optional<Map<String, @Nullable String>> entity, String... columns) {
        List<String> values = new ArrayList<>();
        boolean any = false;
        for (String column : columns) {
            String value = entity.isPresent() ? entity.get().get(column) : null;
            any |= value != null;
            values.add(normal(value));
        }
        return any ? Optional.of(values) : Optional.empty();
    }

    /** The three values from a column on, likewise. */
    private static Optional<List<String>> cells(ResultSet row, int first) throws SQLException {
        List<String> values = new ArrayList<>();
        boolean any = false;
        for (int column = first; column < first + 3; column++) {
            String value = row.getString(column);
            any |= value != null;
            values.add(normal(value));
        }
        return any ? Optional.of(values) : Optional.empty();
    }

    private static String normal(@Nullable String value) {
        return value == null ? "null" : value;
    }

    private static final class Tally {
        private final String name;
        private long compared;
        private long equal;

        Tally(String name) {
            this.name = name;
        }

        void compare(Object truth, Object found) {
            compared++;
            equal += Objects.equals(truth, found) ? 1 : 0;
        }

        Check check() {
            return Check.equal(name, "claims", compared, "as in the ledger", equal);
        }
    }
}
