package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which old files stay for the sake of a key. Messages are written as operation and key, files apart. */
class NewestRowsTest {
    @TempDir
    Path directory;

    @Test
    void deletedKeyNeedsNothingWhereAllThatTellsOfItGoes() throws SQLException {
        assertThat(kept("c1 c2", "d1", "u2", "c9"))
                .isEqualTo(Map.of(
                        3,
                        "it holds the newest change of 1 key",
                        4,
                        "it is the last of its partition, and says where" + " writing goes on"));
    }

    @Test
    void deletionStaysWhereAFileStaysThatTellsOfTheKey() throws SQLException {
        assertThat(kept("c1 c3", "d1", "c9").keySet()).containsExactly(1, 2, 3);
    }

    @Test
    void truncateStays() throws SQLException {
        assertThat(kept("c1", "t", "u1", "c9"))
                .containsEntry(2, "it holds 1 truncate")
                .doesNotContainKey(1);
    }

    @Test
    void tombstonesAndMalformedMessagesHoldNothingBack() throws SQLException {
        assertThat(kept("c1 u2", "tombstone1 malformed2", "u1 u2", "c9").keySet())
                .containsExactly(3, 4);
    }

    /** Returns the files that an expiry of all of them keeps, by number from 1 on, and why. */
    private Map<Integer, String> kept(String... files) throws SQLException {
        LakeLocation location = new DirectoryLocation(directory.resolve("lake"));
        Path cache = directory.resolve("cache");
        List<String> keys = new ArrayList<>();
        long offset = 0;
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            for (String file : files) {
                List<LakeRow> rows = new ArrayList<>();
                for (String message : file.split(" ", -1)) {
                    rows.add(row(message, offset++));
                }
                keys.add(lake.append("visits", rows));
            }
        }
        try (Lake lake = Lake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, LakeFixture.CLOCK);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            loader.load(duck);
            Map<Integer, String> kept = new TreeMap<>();
            lake.expire(LocalDate.of(2026, 3, 2), duck, Lake.Keep.NEWEST_ROWS)
                    .kept()
                    .forEach(one -> kept.put(keys.indexOf(one.key()) + 1, one.why()));
            assertThat(lake.list().get(0).files()).isEqualTo(kept.size());
            return kept;
        }
    }

    private static LakeRow row(String message, long offset) {
        String op = message.replaceAll("[0-9]", "");
        @Nullable String key = op.equals("t") ? null : message.substring(op.length());
        return new LakeRow(op, key, null, null, 1L, 1L, 1L, SmallLake.FIRST, 0, offset, null, null);
    }
}
