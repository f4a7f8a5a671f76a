package dev.scd2.examples.healthcare.generate;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The amounts of a line or a claim, in cents: {@code allowed = paid + deductible + coinsurance + copay + otherPayer}.
 * Confined to one thread.
 */
final class Amounts {
    long billed;
    long allowed;
    long paid;
    long deductible;
    long coinsurance;
    long copay;
    long otherPayer;

    static Amounts billed(long cents) {
        Amounts amounts = new Amounts();
        amounts.billed = cents;
        return amounts;
    }

    /** Reads the amounts of a claim line. */
    static Amounts of(Map<String, ? extends @Nullable Object> line) {
        Amounts amounts = new Amounts();
        amounts.billed = cents(line.get("billed_amount"));
        amounts.allowed = cents(line.get("allowed_amount"));
        amounts.paid = cents(line.get("paid_amount"));
        amounts.deductible = cents(line.get("deductible_amount"));
        amounts.coinsurance = cents(line.get("coinsurance_amount"));
        amounts.copay = cents(line.get("copay_amount"));
        amounts.otherPayer = cents(line.get("other_payer_amount"));
        return amounts;
    }

    private static long cents(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal.movePointRight(2).longValueExact() : 0;
    }

    long memberCost() {
        return deductible + coinsurance + copay;
    }

    void add(Amounts other) {
        billed += other.billed;
        allowed += other.allowed;
        paid += other.paid;
        deductible += other.deductible;
        coinsurance += other.coinsurance;
        copay += other.copay;
        otherPayer += other.otherPayer;
    }

    Amounts negated() {
        Amounts negated = new Amounts();
        negated.billed = -billed;
        negated.allowed = -allowed;
        negated.paid = -paid;
        negated.deductible = -deductible;
        negated.coinsurance = -coinsurance;
        negated.copay = -copay;
        negated.otherPayer = -otherPayer;
        return negated;
    }

    Map<String, @Nullable Object> columns(String prefix, String suffix) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put(prefix + "billed" + suffix, Money.of(billed));
        columns.put(prefix + "allowed" + suffix, Money.of(allowed));
        columns.put(prefix + "paid" + suffix, Money.of(paid));
        columns.put(prefix + "deductible" + suffix, Money.of(deductible));
        columns.put(prefix + "coinsurance" + suffix, Money.of(coinsurance));
        columns.put(prefix + "copay" + suffix, Money.of(copay));
        columns.put(prefix + "other_payer" + suffix, Money.of(otherPayer));
        columns.put(prefix + "member_cost" + suffix, Money.of(memberCost()));
        return columns;
    }

    Map<String, @Nullable Object> lineColumns() {
        return columns("", "_amount");
    }
}
