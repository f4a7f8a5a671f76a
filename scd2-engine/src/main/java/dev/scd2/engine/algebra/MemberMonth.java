package dev.scd2.engine.algebra;

import java.time.YearMonth;

/**
 * How much of a calendar month was covered, counted three ways: any day, mid-month and pro-rated. Immutable.
 *
 * @param month the month
 * @param coveredDays how many of its days were covered, at least 1
 * @param midMonth whether day {@link #MID_DAY} was covered
 */
public record MemberMonth(YearMonth month, int coveredDays, boolean midMonth) {
    /** The day that stands for the month in the mid-month count. */
    public static final int MID_DAY = 15;

    /** Refuses a month without a covered day, and one with more days than it has. */
    public MemberMonth {
        if (coveredDays < 1 || coveredDays > month.lengthOfMonth()) {
            throw new IllegalArgumentException(
                    "A member month has 1 to " + month.lengthOfMonth() + " covered days, not " + coveredDays + ".");
        }
    }

    /** Returns the days of the month, 28 to 31. */
    public int days() {
        return month.lengthOfMonth();
    }

    /** Returns the share of its days that were covered, above 0 and at most 1. */
    public double proRated() {
        return (double) coveredDays / days();
    }
}
