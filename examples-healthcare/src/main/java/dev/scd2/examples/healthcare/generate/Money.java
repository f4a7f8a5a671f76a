package dev.scd2.examples.healthcare.generate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts are counted in cents and stored as decimals of scale 2. */
final class Money {
    private Money() {}

    static BigDecimal of(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    static BigDecimal ratio(double value, int scale) {
        return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
    }
}
