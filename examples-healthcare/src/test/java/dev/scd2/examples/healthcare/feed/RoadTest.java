package dev.scd2.examples.healthcare.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.lake.LoadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class RoadTest {
    @TempDir
    Path directory;

    @Test
    void everyMessageArrivesOncePerOffsetAndASecondRunLoadsNothing() throws Exception {
        try (Road road = new Road(directory.resolve("road"))) {
            write(road, 1, 2_000);
            road.captureUnruly();
            Map<String, Long> drained = road.drain();
            LoadResult loaded = road.load();
            assertThat(drained.get("shop.orders") + drained.get("shop.items")).isEqualTo(loaded.rows());
            assertThat(loaded.rows()).isEqualTo(road.ledger.total().sent());
            assertThat(road.ledger.total().changes()).isEqualTo(4_500);
            requireReconciled(road);
            requireSameRows(road);

            road.captureUnruly();
            assertThat(road.drain()).isEmpty();
            assertThat(road.load()).isEqualTo(new LoadResult(0, 0, 0));

            write(road, 2_001, 2_100);
            road.captureUnruly();
            road.drain();
            assertThat(road.load().loadId()).isEqualTo(2);
            requireReconciled(road);
            requireSameRows(road);
        }
    }

    @Test
    void killedAnywhereItGoesOnAndArrivesAtTheSame() throws Exception {
        Path place = directory.resolve("road");
        for (int round : new int[] {2, 9}) {
            try (RoadInChild child = new RoadInChild(place)) {
                child.awaitLine("round " + round);
                child.killAfter(30 * round, TimeUnit.MILLISECONDS);
            }
        }
        try (RoadInChild child = new RoadInChild(place)) {
            child.awaitLine("done");
            assertThat(child.awaitEnd()).isZero();
        }
        try (Road road = new Road(place)) {
            requireReconciled(road);
            requireSameRows(road);
            String changes = "select count(distinct (lsn, total_order)) || ' ' || count(distinct (op, key, after))"
                    + " from (from raw.orders union all by name from raw.items) where op <> 'malformed'";
            int expected = RoadInChild.ROUNDS * RoadInChild.CHANGES_IN_A_ROUND;
            assertThat(road.askWarehouse(changes)).isEqualTo(expected + " " + expected);
        }
    }

    private static void write(Road road, int from, int to) throws SQLException {
        try (Connection source = road.source();
                Statement sql = source.createStatement()) {
            String range = "id between " + from + " and " + to;
            sql.execute("insert into shop.orders select g, 'a' from generate_series(" + from + ", " + to + ") g");
            sql.execute("update shop.orders set note = 'b' where " + range + " and id % 2 = 0");
            sql.execute("insert into shop.items select g, 'x' from generate_series(" + from + ", " + to + ") g"
                    + " where g % 2 = 0");
            sql.execute("delete from shop.orders where " + range + " and id % 4 = 0");
        }
    }

    /** Offsets of the broker, rows in the footers, and rows in raw agree, and no place occurs twice. */
    private void requireReconciled(Road road) throws Exception {
        Map<String, Long> messages = road.messages();
        Path copies = Files.createTempDirectory(directory, "copies");
        try (S3Client client = road.bucket().client()) {
            String bucket = road.bucket().bucket();
            int number = 0;
            for (S3Object object : client.listObjectsV2Paginator(request -> request.bucket(bucket))
                    .contents()) {
                if (!object.key().matches("entity=[^/]+/dt=[^/]+/[0-9]+-[0-9]+-[0-9]+[.]parquet")) {
                    continue; // what a killed upload left
                }
                String entity = object.key().replaceAll("^entity=([^/]+)/.*$", "$1");
                Path copy = copies.resolve(entity + "." + number++ + ".parquet");
                client.getObject(request -> request.bucket(bucket).key(object.key()), copy);
            }
        }
        for (Map.Entry<String, Long> entity : messages.entrySet()) {
            String expected = entity.getValue().toString();
            assertThat(road.askWarehouse("select sum(num_rows)::bigint from parquet_file_metadata('"
                            + copies.resolve(entity.getKey() + ".*.parquet") + "')"))
                    .as("rows of %s in the footers", entity.getKey())
                    .isEqualTo(expected);
            assertThat(road.askWarehouse(
                            "select count(*) || ' ' || count(distinct (part, off)) from raw." + entity.getKey()))
                    .as("rows of %s in raw", entity.getKey())
                    .isEqualTo(expected + " " + expected);
        }
    }

    /** The last change of each key, by log position and place in the transaction, is the row in the source. */
    private static void requireSameRows(Road road) throws SQLException {
        for (String topic : Road.TOPICS) {
            String last = "select md5(string_agg(id || note, ',' order by id)) from (select (key ->> 'id')::int as id,"
                    + " arg_max(op, (lsn, total_order)) as op, arg_max(coalesce(after ->> 'note', ''), (lsn, total_order))"
                    + " as note from raw." + LakeFeed.entity(topic) + " where op <> 'malformed' group by 1)"
                    + " where op <> 'd'";
            assertThat(road.askWarehouse(last))
                    .as(topic)
                    .isEqualTo(road.askSource("select md5(string_agg(id || note, ',' order by id)) from " + topic));
        }
    }
}
