package dev.scd2.lake;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the lake by its name: {@code entity=<entity>/dt=<date>/<partition>-<first>-<last>.parquet}, with the offsets
 * of its first and last message. Immutable.
 *
 * <p>The date is the UTC day of the first message that has a time, 1970-01-01 where none has: a function of the content.
 */
record LakeFile(String entity, LocalDate date, int partition, long first, long last) {
    static final String ROOT = "entity=";
    private static final Pattern ENTITY = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern KEY =
            Pattern.compile("entity=([A-Za-z0-9_.-]+)/dt=(\\d{4}-\\d{2}-\\d{2})/(\\d+)-(\\d+)-(\\d+)\\.parquet");

    static boolean isEntity(String name) {
        return ENTITY.matcher(name).matches();
    }

    static Optional<LakeFile> named(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new LakeFile(
                matcher.group(1),
                LocalDate.parse(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Long.parseLong(matcher.group(4)),
                Long.parseLong(matcher.group(5))));
    }

    /** Whether every offset of {@code other} lies in the range of this file, of the same partition. */
    boolean covers(LakeFile other) {
        return sharesPartition(other) && first <= other.first && other.last <= last;
    }

    /** Whether an offset lies in the ranges of both, of the same partition. */
    boolean overlaps(LakeFile other) {
        return sharesPartition(other) && first <= other.last && other.first <= last;
    }

    boolean sharesPartition(LakeFile other) {
        return entity.equals(other.entity) && partition == other.partition;
    }

    String key() {
        return String.format(
                Locale.ROOT, "entity=%s/dt=%s/%d-%012d-%012d.parquet", entity, date, partition, first, last);
    }
}
