package dev.scd2.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read by places is what a formatter reads. */
class UtcTextTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void instantsAreWhatAFormatterReads() {
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(-62_167_219_200L, 253_402_300_800L);
            int unit = (int) Math.pow(10, random.nextInt(10));
            Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * unit);
            String text = instant.toString();
            assertThat(UtcText.instant(text)).as(text).isEqualTo(instant);
        }
    }

    /** Anything with a digit or two altered is read alike, or left to the formatter. */
    @Test
    void whatIsNoInstantIsNotRead() {
        String alphabet = "0123456789-:.TZz+ ";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text =
                    new StringBuilder(random.nextBoolean() ? "2024-02-29T23:59:59.12Z" : "2026-12-31T00:00:00Z");
            for (int change = random.nextInt(3); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Instant read = UtcText.instant(text.toString());
            if (read != null) {
                assertThat(formatted(text.toString())).as(text.toString()).isEqualTo(read);
            }
        }
        assertThat(UtcText.instant("")).isNull();
        assertThat(UtcText.instant("2026-02-29T00:00:00Z")).isNull();
        assertThat(UtcText.instant("2026-01-01T24:00:00Z")).isNull();
        assertThat(UtcText.instant("2026-01-01T00:00:00.Z")).isNull();
        assertThat(UtcText.instant("2026-01-01T00:00:00+02:00")).isNull();
    }

    private static @Nullable Instant formatted(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }
}
