package dev.scd2.debezium;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants as Debezium writes them, {@code 2026-07-01T12:00:00.123456Z}, by their places: a formatter was a tenth of
 * what a history's intake did with a raw table. Stateless.
 */
final class UtcText {
    private static final String SHAPE = "0000-00-00T00:00:00";
    private static final int MOST_DIGITS = 9;

    private UtcText() {}

    /** Returns the instant; null for all that is not quite of this shape, which a formatter has to judge. */
    static @Nullable Instant instant(String text) {
        int end = text.length() - 1;
        if (end < SHAPE.length() || text.charAt(end) != 'Z') {
            return null;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char shape = SHAPE.charAt(i);
            char there = text.charAt(i);
            if (shape == '0' ? there < '0' || there > '9' : there != shape) {
                return null;
            }
        }
        int nanos = nanos(text, end);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (nanos < 0 || month < 1 || month > 12 || day < 1 || day > 28 && !isDay(text, month, day)) {
            return null;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        long days = LocalDate.of(number(text, 0, 4), month, day).toEpochDay();
        return Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second, nanos);
    }

    private static boolean isDay(String text, int month, int day) {
        return day <= LocalDate.of(number(text, 0, 4), month, 1).lengthOfMonth();
    }

    /** Returns the fraction, or -1 where it is none. */
    private static int nanos(String text, int end) {
        int from = SHAPE.length();
        if (from == end) {
            return 0;
        }
        int digits = end - from - 1;
        if (text.charAt(from) != '.' || digits < 1 || digits > MOST_DIGITS) {
            return -1;
        }
        int nanos = 0;
        for (int i = 0; i < MOST_DIGITS; i++) {
            char digit = i < digits ? text.charAt(from + 1 + i) : '0';
            if (digit < '0' || digit > '9') {
                return -1;
            }
            nanos = 10 * nanos + digit - '0';
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
