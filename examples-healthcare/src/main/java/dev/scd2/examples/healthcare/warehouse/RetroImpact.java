package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.sql.Dialect;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The claims whose coverage answer changed after they were paid or denied, by when that was learned. Immutable. */
public record RetroImpact(List<Claim> claims) {
    /** Copies the list. */
    public RetroImpact {
        claims = List.copyOf(claims);
    }

    /** How the answer changed. */
    public enum Change {
        /** There was coverage, and now there is none: what was paid may be claimed back. */
        LOST,
        /** Another coverage answers. */
        CHANGED,
        /** There was none, and now there is: what was denied may have to be paid. */
        GAINED
    }

    /**
     * A claim whose answer changed. Immutable.
     *
     * @param status PAID or DENIED
     * @param paidOn null for a denied claim
     * @param planAsPaid the plan that covered it as known then; null where there was none
     * @param planNow the plan that covers it as known now; null where there is none
     * @param learnedOn the day, UTC, on which the answer became what it is now
     */
    public record Claim(
            String id,
            String member,
            String status,
            LocalDate served,
            @Nullable LocalDate paidOn,
            @Nullable String planAsPaid,
            @Nullable String planNow,
            Change change,
            BigDecimal billed,
            BigDecimal paid,
            LocalDate learnedOn) {}

    /** Reads those that were learned on {@code since} or later; all if there is no such day. */
    public static RetroImpact of(Warehouse warehouse, Optional<LocalDate> since) {
        Dialect dialect = warehouse.kind().dialect();
        String where = since.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .map(instant -> " where learned_at >= " + dialect.literal(instant))
                .orElse("");
        return new RetroImpact(warehouse
                .handle()
                .createQuery("select claim_id, member_id, status, service_date, paid_date, as_paid_plan_id,"
                        + " enrollment_plan_id, change, billed_amount, paid_amount, "
                        + dialect.epochMicros("learned_at")
                        + " from marts.retro_impact" + where + " order by learned_at, claim_id")
                .map((row, context) -> new Claim(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        LocalDate.parse(row.getString(4)),
                        row.getString(5) == null ? null : LocalDate.parse(row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        Change.valueOf(row.getString(8)),
                        cents(row.getBigDecimal(9)),
                        cents(row.getBigDecimal(10)),
                        Instants.ofMicros(row.getLong(11))
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()))
                .list());
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UNNECESSARY);
    }

    /** Returns the claims of one kind of change. */
    public List<Claim> of(Change change) {
        return claims.stream().filter(claim -> claim.change() == change).toList();
    }
}
