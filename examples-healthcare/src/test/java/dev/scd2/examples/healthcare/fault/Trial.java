package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One scenario: tables of its own with random changes, a chain that is disturbed, and one that is not, with a slot of its own on
 * the same log.
 */
final class Trial implements AutoCloseable {
    static final long SEED = Long.getLong("scd2.seed", 20_261_130);

    private final Servers servers;
    private final long begun = System.nanoTime();
    private final Place undisturbed;
    final Place place;
    final Changes changes;

    /** Makes the tables, slots and topics of a scenario. */
    static Trial named(String name) throws SQLException {
        return new Trial(FaultMatrixTest.servers(), name);
    }

    private Trial(Servers servers, String name) throws SQLException {
        this.servers = servers;
        this.place = servers.place(name, name);
        this.undisturbed = servers.place(name + "undisturbed", name);
        this.changes = new Changes(servers, name, SEED);
        changes.createTables();
        try (Connection connection = servers.connect();
                EnvelopeProducer producer = EnvelopeProducer.to(place.kafka())) {
            place.capture().prepare(connection);
            undisturbed.capture().prepare(connection);
            producer.createTopics(
                    Stream.concat(place.topics().stream(), undisturbed.topics().stream())
                            .toList(),
                    2);
        }
    }

    /** Lets an undisturbed chain read the log, and compares everything. */
    void requireSame() throws SQLException {
        requireSame(place);
    }

    void requireSame(Place place) throws SQLException {
        requireSame(place, undisturbed());
    }

    void requireSame(Place place, Map<String, List<String>> expected) throws SQLException {
        Map<String, List<String>> found = Content.of(place.warehouse());
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> requireSame(table, found.getOrDefault(table, List.of()), rows));
        assertThat(expected.get("dim_member")).hasSizeGreaterThan(40);
        assertThat(expected.get("dim_claim")).hasSizeGreaterThan(40);
        requireEachMessageOnce(place);
        requireRowsOfTheSource(place);
    }

    /** Returns what an undisturbed chain leaves. */
    Map<String, List<String>> undisturbed() throws SQLException {
        try (Keeper keeper = new Keeper(Chain.Plan.at(undisturbed))) {
            assertThat(keeper.end()).as("failures of the undisturbed chain").isEmpty();
        }
        return Content.of(undisturbed.warehouse());
    }

    static void requireSame(String table, List<String> found, List<String> expected) {
        List<String> missing =
                expected.stream().filter(row -> !found.contains(row)).toList();
        List<String> more =
                found.stream().filter(row -> !expected.contains(row)).toList();
        assertThat(missing)
                .as("seed %s: rows that %s lacks; it has beside %s", SEED, table, more)
                .isEmpty();
        assertThat(found).as("seed %s: rows of %s", SEED, table).isEqualTo(expected);
    }

    /** The raw tables hold each message of the topics once, and no two versions share a surrogate key. */
    void requireEachMessageOnce(Place place) throws SQLException {
        Map<String, Long> messages = new TreeMap<>();
        try (EnvelopeConsumer consumer = EnvelopeConsumer.of(place.kafka())) {
            consumer.endOffsets(place.topics())
                    .forEach((partition, end) ->
                            messages.merge(partition.topic().replaceFirst(".*\\.", ""), end, Long::sum));
        }
        for (String entity : Place.ENTITIES) {
            long held = Content.count(place.warehouse(), "select count(*) from raw." + entity);
            long places = Content.count(place.warehouse(), "select count(distinct (part, off)) from raw." + entity);
            assertThat(List.of(held, places))
                    .as("seed %s: messages of %s", SEED, entity)
                    .containsOnly(messages.get(entity));
            assertThat(Content.count(
                            place.warehouse(), "select count(*) - count(distinct surrogate_key) from dim_" + entity))
                    .isZero();
        }
    }

    /** The newest change of each row, by the order of the log, is the row in the source. */
    void requireRowsOfTheSource(Place place) throws SQLException {
        requireNewest(place, "member", "city", "plan");
        requireNewest(place, "claim", "amount", "status");
    }

    private void requireNewest(Place place, String entity, String one, String other) throws SQLException {
        String newest = "select after ->> 'id', after ->> '" + one + "', after ->> '" + other
                + "' from (select arg_max(op, (lsn, total_order)) as op, arg_max(after, (lsn, total_order)) as after from raw."
                + entity + " where problem is null group by key) where op <> 'd'";
        Map<String, List<String>> found = Content.rows(place.warehouse(), Map.of(entity, newest));
        try (Connection connection = servers.connect()) {
            requireSame(
                    "the newest of " + entity,
                    found.getOrDefault(entity, List.of()),
                    Content.rows(
                            connection,
                            "select id::text, " + one + "::text, " + other + "::text from " + place.schema() + "."
                                    + entity));
        }
    }

    /** Lets somebody change the tables, whose names follow {@code %s}. */
    void change(String... statements) throws SQLException {
        try (Connection connection = servers.connect();
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement.formatted(place.schema()));
            }
        }
    }

    Place undisturbedPlace() {
        return undisturbed;
    }

    /** Returns the number that the warehouse answers. */
    long count(String query) throws SQLException {
        return Content.count(place.warehouse(), query);
    }

    /** Gives the slots back, and tells how long it took. */
    @Override
    public void close() throws SQLException {
        try (Connection connection = servers.connect()) {
            place.capture().drop(connection);
            undisturbed.capture().drop(connection);
        }
        System.out.println("fault " + place.name() + ", seed " + SEED + ": "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms");
    }
}
