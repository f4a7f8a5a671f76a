package dev.scd2.examples.healthcare.generate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows a decision: the payment on the next run, and for some a resubmission, an appeal, a replacement, a reversal.
 * Confined to one thread.
 */
final class Payments implements Adjudicator.Outcomes {
    private final Run run;
    private @Nullable ClaimDesk desk;

    Payments(Run run) {
        this.run = run;
    }

    /** Names the desk that receives what follows; to be said once, before the first claim. */
    void resubmitTo(ClaimDesk claims) {
        desk = claims;
    }

    private ClaimDesk desk() {
        if (desk == null) {
            throw new IllegalStateException("No desk to resubmit to");
        }
        return desk;
    }

    @Override
    public void approved(Claim claim, Draw draw) {
        LocalDate payday = payday(claim);
        pay(claim, payday);
        if (claim.person().household().isScripted()) {
            return;
        }
        if (claim.isPharmacy()) {
            if (draw.chance(0.06)) {
                run.at(payday.plusDays(draw.between(1, 14)), Group.ADJUSTMENT, () -> reverse(claim, "VOIDED"));
            }
        } else if (draw.chance(0.01)) {
            run.at(payday.plusDays(draw.between(5, 180)), Group.ADJUSTMENT, () -> reverse(claim, "VOIDED"));
        } else if (draw.chance(0.05)) {
            run.at(payday.plusDays(draw.between(5, 180)), Group.ADJUSTMENT, () -> replace(claim, draw));
        }
    }

    /** Pays on the next weekly run, for pharmacies on the next of every other week. */
    private LocalDate payday(Claim claim) {
        LocalDate next =
                run.today().with(TemporalAdjusters.next(claim.isPharmacy() ? DayOfWeek.WEDNESDAY : DayOfWeek.THURSDAY));
        return claim.isPharmacy() && Math.floorDiv(next.toEpochDay(), 7L) % 2 == 0 ? next.plusWeeks(1) : next;
    }

    private void pay(Claim claim, LocalDate payday) {
        run.at(payday, Group.PAYMENT, () -> {
            Map<String, @Nullable Object> said = new HashMap<>();
            said.put("status", "PAID");
            said.put("paid_date", run.today());
            claim.update(said, null, "AUTO");
        });
    }

    private void reverse(Claim claim, String status) {
        if (claim.status().equals("PAID")) {
            Claim reversal = desk().reverse(claim);
            claim.update(Map.of("status", status), null, "PROVIDER");
            pay(reversal, payday(reversal));
        }
    }

    /** Reverses a paid claim and receives the corrected one. */
    void replace(Claim claim, Draw draw) {
        if (claim.status().equals("PAID")) {
            reverse(claim, "REVERSED");
            desk().replace(claim, draw);
        }
    }

    @Override
    public void denied(Claim claim, String carc, Draw draw) {
        boolean administrative = carc.equals("16");
        boolean eligibility = carc.equals("31") || carc.equals("26") || carc.equals("27");
        if (administrative && draw.chance(0.35)) {
            run.at(run.today().plusDays(draw.between(5, 45)), Group.INTAKE, () -> desk().replace(claim, draw));
        } else if (eligibility && claim.get("prior_claim_id") == null && draw.chance(0.4)) {
            run.at(run.today().plusDays(draw.between(20, 60)), Group.INTAKE, () -> desk().replace(claim, draw));
        } else if (draw.chance(0.01) && draw.chance(0.44)) {
            run.anomaly("appeal_won", "claims", claim.id());
            run.at(run.today().plusDays(draw.between(20, 60)), Group.INTAKE, () -> desk().replace(claim, draw));
        }
    }
}
