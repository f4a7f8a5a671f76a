package dev.scd2.snowflake.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The offsets of a partition that a file of the lake holds, by its name. */
record LakeRange(String file, int partition, long first, long last) {
    private static final Pattern NAME = Pattern.compile("(entity=[^/]+/dt=[^/]+/(\\d+)-(\\d+)-(\\d+)\\.parquet)$");

    /** Reads the name that LIST or COPY tell, which begins with the stage or the bucket. */
    static Optional<LakeRange> of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.find()
                ? Optional.of(new LakeRange(
                        matcher.group(1),
                        Integer.parseInt(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }

    boolean overlaps(LakeRange other) {
        return partition == other.partition && first <= other.last && other.first <= last;
    }

    boolean covers(LakeRange other) {
        return partition == other.partition && first <= other.first && other.last <= last;
    }
}
