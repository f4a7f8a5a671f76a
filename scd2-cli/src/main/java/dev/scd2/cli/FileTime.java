package dev.scd2.cli;

import dev.scd2.change.Sequence;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Instants as people write them in file names and cells. Without a zone it is UTC; a date is its first instant. */
final class FileTime {
    private static final Pattern COMPACT =
            Pattern.compile("(?<!\\d)(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})Z");
    private static final Pattern EXTENDED =
            Pattern.compile("(?<!\\d)(\\d{4})-(\\d{2})-(\\d{2})T(\\d{2})[:-](\\d{2})[:-](\\d{2})Z");
    private static final Pattern DASHED_DATE = Pattern.compile("(?<!\\d)(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)");
    private static final Pattern COMPACT_DATE = Pattern.compile("(?<!\\d)(\\d{4})(\\d{2})(\\d{2})(?!\\d)");
    private static final DateTimeFormatter LOOSE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .appendPattern("[ ][XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private FileTime() {}

    /**
     * Returns the time in a file name: {@code yyyyMMddTHHmmssZ}, {@code yyyy-MM-dd[THH:mm:ssZ]} or {@code yyyyMMdd}.
     *
     * @throws Failure if there is none, or more than one
     */
    static Instant inName(String fileName) {
        for (Pattern pattern : List.of(COMPACT, EXTENDED, DASHED_DATE, COMPACT_DATE)) {
            List<Instant> found = new ArrayList<>();
            Matcher matcher = pattern.matcher(fileName);
            while (matcher.find()) {
                instantOf(matcher).ifPresent(found::add);
            }
            if (found.size() > 1) {
                throw Failure.of("The file name " + fileName + " holds more than one time. Rename it, or use --at.");
            }
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        throw Failure.of(
                "The file name " + fileName + " holds no time (--at-from-filename). Known are yyyyMMddTHHmmssZ,"
                        + " yyyy-MM-dd, yyyy-MM-ddTHH:mm:ssZ and yyyyMMdd; or use --at or --valid-from.");
    }

    private static Optional<Instant> instantOf(Matcher matcher) {
        int[] parts = new int[6];
        for (int i = 0; i < matcher.groupCount(); i++) {
            parts[i] = Integer.parseInt(matcher.group(i + 1));
        }
        try {
            return Optional.of(LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException digitsThatAreNoTime) {
            return Optional.empty();
        }
    }

    /** Returns the sequence of what is said at {@code instant}: its epoch microseconds. */
    static Sequence sequenceOf(Instant instant) {
        return Sequence.of(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    /** Returns the instant that a cell holds, or null if it holds none. */
    static @Nullable Instant inCell(@Nullable Object cell) {
        if (cell instanceof Instant instant) {
            return instant;
        }
        if (cell instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return cell instanceof String text ? parse(text).orElse(null) : null;
    }

    /** Returns the instant that {@code text} spells, if any. */
    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor time =
                    LOOSE.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof OffsetDateTime offset) {
                return Optional.of(offset.toInstant());
            }
            LocalDateTime local = time instanceof LocalDateTime dateTime
                    ? dateTime
                    : LocalDate.from(time).atStartOfDay();
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
