package dev.scd2.lake;

import static dev.scd2.dimension.ColumnType.BOOLEAN;
import static dev.scd2.dimension.ColumnType.DATE;
import static dev.scd2.dimension.ColumnType.LONG;
import static dev.scd2.dimension.ColumnType.TEXT;
import static dev.scd2.dimension.ColumnType.TIMESTAMP;
import static dev.scd2.dimension.ColumnType.decimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A lake and its database are kept fresh together. */
class WarehouseFeedTest extends LakeFixture {
    private static final TypedTable MEMBERS =
            TypedTable.of("members").column("id", LONG).column("city", TEXT);

    private long offset;

    @Override
    LakeLocation newLocation() {
        return new DirectoryLocation(directory.resolve("lake"));
    }

    private WarehouseFeed open(ParquetLake lake) {
        return WarehouseFeed.into(duck, lake)
                .typed(MEMBERS)
                .files(1 << 20, Duration.ofNanos(1))
                .clock(java.time.Clock.systemUTC())
                .open();
    }

    private LakeRow change(String op, int id, String city, long lsn) {
        String key = "{\"id\":" + id + "}";
        String image = "{\"id\":" + id + ",\"city\":\"" + city + "\"}";
        return row(op, key, op.equals("d") ? image : null, op.equals("d") ? null : image, lsn);
    }

    private LakeRow row(String op, @Nullable String key, @Nullable String before, @Nullable String after, long lsn) {
        return new LakeRow(op, key, before, after, lsn, 1L, 7L, LATE_ON_MARCH_FIRST, 0, offset++, null, null);
    }

    private String live() throws SQLException {
        return ask("select string_agg(id || ' ' || city, ', ' order by id) from typed.members where not _deleted");
    }

    @Test
    void whatIsRolledIsInTheLakeInTheRawTableAndInTheTypedOne() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = open(lake)) {
            feed.take("members", change("c", 1, "Albany", 1));
            feed.take("members", change("c", 2, "Utica", 2));
            assertThat(feed.roll()).isEqualTo(2);
            feed.take("members", change("u", 1, "Buffalo", 3));
            feed.take("members", change("d", 2, "Utica", 4));
            feed.take("plans", change("c", 1, "", 5));
            assertThat(feed.roll()).isEqualTo(5);
            assertThat(feed.roll()).isEqualTo(5);
        }
        assertThat(live()).isEqualTo("1 Buffalo");
        assertThat(ask("select count(*) from raw.members")).isEqualTo("4");
        assertThat(ask("select count(*) from raw.plans")).isEqualTo("1");
        assertThat(ask("select string_agg(load_id || ':' || row_count, ' ' order by load_id) from meta.load_batches"))
                .isEqualTo("1:2 2:3");
        try (Lake lake = Lake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            assertThat(lake.verify().isClean()).isTrue();
            assertThat(lake.verify().withoutManifest()).isZero();
            assertThat(loader.load(duck).rows()).as("not loaded yet").isZero();
        }
    }

    @Test
    void whatComesLateOrAgainChangesNothing() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = open(lake)) {
            feed.take("members", change("c", 1, "Albany", 1));
            feed.take("members", change("d", 1, "Buffalo", 3));
            feed.roll();
            feed.take("members", change("u", 1, "Buffalo", 2));
            feed.roll();
            assertThat(live()).isEqualTo("null");
            feed.take("members", change("c", 1, "Elmira", 9));
            feed.take("members", change("c", 1, "Albany", 1));
            feed.roll();
        }
        assertThat(live()).isEqualTo("1 Elmira");
        assertThat(ask("select count(*) from typed.members")).isEqualTo("1");
    }

    @Test
    void truncateEndsWhatCameBeforeItAndWhatComesLateFromBeforeIt() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = open(lake)) {
            feed.take("members", change("c", 1, "Albany", 1));
            feed.take("members", change("c", 2, "Utica", 2));
            feed.roll();
            feed.take("members", row("t", null, null, null, 5));
            feed.take("members", change("c", 3, "Elmira", 6));
            feed.roll();
            feed.take("members", change("c", 4, "Olean", 4));
            feed.roll();
        }
        assertThat(live()).isEqualTo("3 Elmira");
    }

    @Test
    void aFeedThatWasKilledIsGoneOnWithFromTheLake() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", List.of(change("c", 1, "Albany", 1), change("c", 2, "Utica", 2)));
            try (LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
                loader.load(duck);
            }
            lake.append("members", List.of(change("u", 1, "Buffalo", 3)));
        }
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = open(lake)) {
            assertThat(live()).isEqualTo("1 Buffalo, 2 Utica");
            assertThat(feed.nextOffset("members", 0)).isEqualTo(3);
            feed.take("members", change("u", 2, "Elmira", 4));
        }
        assertThat(live()).isEqualTo("1 Buffalo, 2 Elmira");
        assertThat(ask("select count(*) from raw.members")).isEqualTo("4");
    }

    @Test
    void databaseThatRefusesLeavesTheFileInTheLakeForTheNextFeed() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            WarehouseFeed feed = open(lake);
            duck.createStatement().execute("drop table typed.members");
            feed.take("members", change("c", 1, "Albany", 1));
            assertThatThrownBy(feed::roll)
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("could not be loaded");
            assertThat(duck.getAutoCommit()).isTrue();
            assertThat(ask("select count(*) from raw.members")).isEqualTo("0");
            LakeRow next = change("c", 2, "Utica", 2);
            assertThatThrownBy(() -> feed.take("members", next))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("open another");
            offset--;
            feed.close();
        }
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = open(lake)) {
            assertThat(feed.nextOffset("members", 0)).isEqualTo(1);
            feed.take("members", change("c", 2, "Utica", 2));
        }
        assertThat(live()).isEqualTo("1 Albany, 2 Utica");
    }

    @Test
    void valuesHaveTheirTypes() throws SQLException {
        TypedTable odd = TypedTable.of("odd")
                .column("it's \"id\"", LONG)
                .column("born", DATE)
                .column("paid", decimal(9, 2))
                .column("seen", TIMESTAMP)
                .column("local", TIMESTAMP)
                .column("active", BOOLEAN)
                .column("missing", TEXT);
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = WarehouseFeed.into(duck, lake).typed(odd).open()) {
            duck.createStatement().execute("set TimeZone = 'UTC'");
            feed.take(
                    "odd",
                    row(
                            "c",
                            "{}",
                            null,
                            "{\"it's \\\"id\\\"\":7,\"born\":365,\"paid\":\"12.50\",\"seen\":\"2026-03-01T10:00:00Z\","
                                    + "\"local\":1000000,\"active\":true,\"more\":[1]}",
                            1));
            feed.take("odd", row("c", "{\"k\":1}", null, "{\"born\":\"soon\",\"paid\":\"much\",\"seen\":\"now\"}", 2));
        }
        assertThat(ask("select * exclude (_key, _deleted, _lsn, _total_order) from typed.odd where _lsn = 1"))
                .isEqualTo("7");
        assertThat(ask(
                        "select born || ' ' || paid || ' ' || seen || ' ' || local || ' ' || active || ' ' || (missing is null)"
                                + " from typed.odd where _lsn = 1"))
                .isEqualTo("1971-01-01 12.50 2026-03-01 10:00:00+00 1970-01-01 00:00:01+00 true true");
        assertThat(
                        ask(
                                "select count(*) from typed.odd where _lsn = 2 and born is null and paid is null and seen is null"))
                .isEqualTo("1");
    }

    @Test
    void changesInAnyOrderAndFilesOfAnySizeLeaveTheSameTable() throws SQLException {
        SplittableRandom random = new SplittableRandom(dev.scd2.tck.generate.Properties.seed());
        List<LakeRow> changes = new ArrayList<>();
        Map<Integer, LakeRow> last = new TreeMap<>();
        for (int lsn = 1; lsn <= 400; lsn++) {
            int id = random.nextInt(40);
            LakeRow change = change(random.nextInt(4) == 0 ? "d" : "u", id, "city " + random.nextInt(9), lsn);
            changes.add(change);
            last.put(id, change);
        }
        for (int i = 0; i < 600; i++) {
            changes.add(changes.get(random.nextInt(400)));
        }
        for (int i = changes.size() - 1; i > 0; i--) {
            java.util.Collections.swap(changes, i, random.nextInt(i + 1));
        }
        try (ParquetLake lake = ParquetLake.open(location, cache);
                WarehouseFeed feed = open(lake)) {
            long place = 0;
            for (LakeRow c : changes) {
                feed.take(
                        "members",
                        new LakeRow(
                                c.op(), c.key(), c.before(), c.after(), c.lsn(), 1L, 7L, 1L, 0, place++, null, null));
                if (random.nextInt(50) == 0) {
                    feed.roll();
                }
            }
        }
        assertThat(ask("select string_agg(_lsn || ':' || _deleted, ' ' order by id) from typed.members"))
                .isEqualTo(String.join(
                        " ",
                        last.values().stream()
                                .map(change -> change.lsn() + ":" + change.op().equals("d"))
                                .toList()));
    }
}
