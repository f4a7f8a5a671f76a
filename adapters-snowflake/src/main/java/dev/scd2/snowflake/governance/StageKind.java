package dev.scd2.snowflake.governance;

import java.util.List;

/** Where the files of a stage lie. */
public enum StageKind {
    /** In Snowflake; files are put there and read. */
    INTERNAL(List.of("READ", "WRITE")),
    /** In a bucket, behind a storage integration. */
    EXTERNAL(List.of("USAGE"));

    private final List<String> privileges;

    StageKind(List<String> privileges) {
        this.privileges = privileges;
    }

    List<String> privileges() {
        return privileges;
    }
}
