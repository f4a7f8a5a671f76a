package dev.scd2.lake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A lake of small files of two entities, three partitions and three days. Stateless. */
final class SmallLake {
    static final long FIRST = LakeFixture.micros("2026-03-01T10:00:00Z");
    static final long SECOND = LakeFixture.micros("2026-03-02T10:00:00Z");
    static final long THIRD = LakeFixture.micros("2026-03-03T10:00:00Z");
    static final int FILES = 9;
    static final int ROWS = 26;
    /** So many files of them are neighbours of one date, in so many groups. */
    static final int SMALL = 7;

    static final int GROUPS = 3;
    private static final long PLENTY = 1 << 20;

    private SmallLake() {}

    static void write(LakeLocation location, Path cache) {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", LakeFixture.rows(0, 0, 3, FIRST));
            lake.append("members", LakeFixture.rows(0, 3, 5, FIRST));
            lake.append("members", LakeFixture.rows(0, 7, 10, FIRST));
            lake.commit();
            lake.append("members", LakeFixture.rows(0, 10, 14, SECOND));
            lake.append("members", LakeFixture.rows(0, 14, 15, SECOND));
            lake.append("members", LakeFixture.rows(1, 0, 4, SECOND));
            lake.append("members", LakeFixture.rows(1, 4, 9, SECOND));
            lake.commit();
            lake.append("members", LakeFixture.rows(0, 15, 18, THIRD));
            lake.append("plans", LakeFixture.rows(0, 0, 1, THIRD));
        }
    }

    static CompactionResult compact(Bucket bucket, Path cache) {
        return Lake.of(bucket, cache).compact(PLENTY);
    }

    static List<String> keys(Bucket bucket) {
        return bucket.list("").stream().map(StoredObject::key).sorted().toList();
    }

    /** The rows of the database in order, each with its place and all its content. */
    static String content(Connection duck) throws SQLException {
        return LakeFixture.ask(
                duck,
                "select string_agg(e || part || '@' || off || op || key || after || lsn || ts_us, ' ' order by e, part, off)"
                        + " from (select 'm' as e, * from raw.members union all select 'p' as e, * from raw.plans)");
    }
}
