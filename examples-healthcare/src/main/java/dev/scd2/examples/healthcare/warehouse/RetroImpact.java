package dev.scd2.examples.healthcare.warehouse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
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
        String where = since.isPresent() ? " where learned_at >= ?" : "";
        Query query = warehouse
                .handle()
                .createQuery("select claim_id, member_id, status, service_date, paid_date, as_paid_plan_id,"
                        + " enrollment_plan_id, change, billed_amount, paid_amount, learned_at from marts.retro_impact"
                        + where + " order by learned_at, claim_id");
        since.ifPresent(day -> query.bind(0, day.atStartOfDay().atOffset(ZoneOffset.UTC)));
        return new RetroImpact(query.map((row, context) -> new Claim(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, LocalDate.class),
                        row.getObject(5, LocalDate.class),
                        row.getString(6),
                        row.getString(7),
                        Change.valueOf(row.getString(8)),
                        cents(row.getBigDecimal(9)),
                        cents(row.getBigDecimal(10)),
                        row.getObject(11, OffsetDateTime.class)
                                .withOffsetSameInstant(ZoneOffset.UTC)
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
