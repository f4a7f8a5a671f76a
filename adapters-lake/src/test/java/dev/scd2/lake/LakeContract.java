package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;

/** What a lake promises wherever it is kept. */
abstract class LakeContract extends LakeFixture {
    @Test
    void filesAreNamedByEntityDateAndOffsetsAndTheListingSaysWhereToGoOn() {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            assertThat(lake.nextOffset("members", 2)).isZero();
            assertThat(lake.append("members", rows(2, 0, 3)))
                    .isEqualTo("entity=members/dt=2026-03-01/2-000000000000-000000000002.parquet");
            lake.append("members", rows(2, 3, 10));
            lake.append("members", rows(0, 5, 6));
        }
        try (ParquetLake again = ParquetLake.open(location, cache)) {
            assertThat(again.nextOffset("members", 2)).isEqualTo(10);
            assertThat(again.nextOffset("members", 0)).isEqualTo(6);
            assertThat(again.nextOffset("plans", 0)).isZero();
        }
    }

    @Test
    void loadTakesEveryRowOnceAndKeepsEveryValue() throws SQLException {
        LakeRow odd = new LakeRow(LakeRow.MALFORMED, null, null, null, null, null, null, null, 0, 5, "not JSON", "{ü");
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            List<LakeRow> rows = rows(0, 0, 5);
            rows.add(odd);
            lake.append("members", rows);
            lake.append("members", rows(1, 0, 4));
            lake.append("plans", rows(0, 0, 1));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(1, 3, 11));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(0, 0, 0));
            lake.append("members", rows(1, 4, 6));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(2, 1, 2));
        }
        assertThat(ask("select count(*) || ' ' || count(distinct (part, off)) from raw.members"))
                .isEqualTo("12 12");
        assertThat(ask("select after ->> 'id' || ' ' || lsn || ' ' || total_order || ' ' || tx_id || ' ' || ts_us"
                        + " from raw.members where part = 1 and off = 4"))
                .isEqualTo("4 1004 1 7 " + LATE_ON_MARCH_FIRST);
        assertThat(ask("select op || ' ' || problem || ' ' || payload from raw.members where off = 5 and part = 0"))
                .isEqualTo("malformed not JSON {ü");
        assertThat(ask("select string_agg(load_id || ':' || file_count || ':' || row_count, ' ' order by load_id)"
                        + " from meta.load_batches"))
                .isEqualTo("1:3:11 2:1:2");
    }

    @Test
    void writerAtAnotherCutPointIsFoundOutByTheNextWriterAndByTheLoader() {
        try (ParquetLake one = ParquetLake.open(location, cache);
                ParquetLake other = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            one.append("members", rows(0, 0, 5));
            other.append("members", rows(0, 0, 3));
            other.append("members", rows(0, 3, 8));
            assertThatThrownBy(() -> ParquetLake.open(location, cache))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("overlaps");
            assertThatThrownBy(() -> loader.load(duck))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("two programs wrote this topic at once");
            assertThat(ask("select count(*) from information_schema.tables where table_schema = 'raw'"))
                    .isEqualTo("0");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fileWithinAWiderOneIsCoveredAndItsRowsCountOnce() throws SQLException {
        try (ParquetLake narrow = ParquetLake.open(location, cache);
                ParquetLake wide = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            narrow.append("members", rows(0, 0, 3));
            narrow.append("members", rows(0, 3, 5));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(1, 2, 5));
            wide.append("members", rows(0, 0, 8));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(2, 1, 3));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(0, 0, 0));
            try (Connection fresh = DriverManager.getConnection("jdbc:duckdb:")) {
                assertThat(loader.load(fresh)).isEqualTo(new LoadResult(1, 1, 8));
            }
        }
        assertThat(ask("select count(*) || ' ' || count(distinct off) from raw.members"))
                .isEqualTo("8 8");
        try (ParquetLake again = ParquetLake.open(location, cache)) {
            assertThat(again.nextOffset("members", 0)).isEqualTo(8);
        }
    }

    /** The other load comes between what this one wrote and its commit, which the database then refuses. */
    @Test
    void commitThatFailsIsToldWithItsReasonAndTheConnectionGoesOn() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                Connection other = duck.unwrap(DuckDBConnection.class).duplicate();
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            lake.append("members", rows(0, 0, 1));
            loader.load(duck);
            lake.append("members", rows(0, 1, 5));
            Connection overtaken = beforeCommit(duck, () -> loader.load(other));
            assertThatThrownBy(() -> loader.load(overtaken))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("Failed to commit");
            assertThat(duck.getAutoCommit()).isTrue();
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(0, 0, 0));
        }
        assertThat(ask("select count(*) from raw.members")).isEqualTo("5");
    }

    private static Connection beforeCommit(Connection connection, Runnable action) {
        return (Connection) Proxy.newProxyInstance(
                LakeContract.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        action.run();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void widerFileWithOtherRowsThanThoseThatWereLoadedLoadsNothing() throws SQLException {
        try (ParquetLake narrow = ParquetLake.open(location, cache);
                ParquetLake wide = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            narrow.append("members", rows(0, 0, 5));
            loader.load(duck);
            List<LakeRow> fewer = rows(0, 0, 8);
            fewer.remove(2);
            wide.append("members", fewer);
            assertThatThrownBy(() -> loader.load(duck))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("holds 7 rows")
                    .hasMessageContaining("would be 8");
        }
        assertThat(ask("select count(*) from raw.members")).isEqualTo("5");
    }

    @Test
    void writerOfTheSameFileIsTakenForItselfOnlyWhenItWroteTheSame() {
        try (ParquetLake one = ParquetLake.open(location, cache);
                ParquetLake other = ParquetLake.open(location, cache)) {
            String key = one.append("members", rows(0, 0, 5));
            assertThat(other.append("members", rows(0, 0, 5))).isEqualTo(key);
            one.append("plans", rows(0, 0, 5));
            List<LakeRow> changed = rows(0, 0, 5);
            changed.set(3, new LakeRow("d", "{}", "{}", null, 1L, 1L, 1L, LATE_ON_MARCH_FIRST, 0, 3, null, null));
            assertThatThrownBy(() -> other.append("plans", changed))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("with other content");
        }
    }

    @Test
    void offsetsThatAreInTheLakeAreRefused() {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", rows(0, 0, 5));
            assertThatThrownBy(() -> lake.append("members", rows(0, 4, 6)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Offset 4");
        }
    }

    @Test
    void brokenFileLoadsNothingAtAll() throws Exception {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK);
                Bucket bucket = Bucket.of(location)) {
            lake.append("members", rows(0, 0, 5));
            Path junk = Files.writeString(directory.resolve("junk"), "this is no Parquet file");
            bucket.put(
                    new LakeFile("plans", CLOCK.instant().atZone(ZoneOffset.UTC).toLocalDate(), 0, 0, 9).key(), junk);
            assertThatThrownBy(() -> loader.load(duck)).isInstanceOf(LakeException.class);
        }
        assertThat(ask("select count(*) from meta.loaded")).isEqualTo("0");
        assertThat(ask("select count(*) from information_schema.tables where table_schema = 'raw'"))
                .isEqualTo("0");
    }
}
