package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

class PostgresCaptureTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private Connection connection;
    private Statement sql;
    private PostgresCapture capture;

    @BeforeAll
    static void startServer() {
        postgres = EmbeddedPostgres.in(directory.resolve("postgres")).start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void makeTables() throws SQLException {
        connection = postgres.dataSource().getConnection();
        sql = connection.createStatement();
        sql.execute("create schema shop");
        sql.execute("create table shop.orders (id int primary key, note text)");
        sql.execute("create table shop.items (id int primary key, price numeric(8,2))");
        sql.execute("create table shop.unwatched (id int)");
        sql.execute("alter table shop.orders replica identity full");
        sql.execute("alter table shop.items replica identity full");
        capture = describe().build();
    }

    @AfterEach
    void dropTables() throws SQLException {
        capture.drop(connection);
        sql.execute("drop schema shop cascade");
        connection.close();
    }

    @Test
    void deliversEveryChangeOnTheTopicOfItsTableInCommitOrder() throws SQLException {
        capture.prepare(connection);
        sql.execute("insert into shop.orders values (1, 'new')");
        sql.execute("insert into shop.items values (7, 12.50)");
        sql.execute("insert into shop.unwatched values (1)");
        sql.execute("update shop.orders set note = 'old' where id = 1");
        sql.execute("delete from shop.orders");
        List<Envelope> taken = catchUp(capture);
        assertThat(taken)
                .extracting(envelope -> envelope.topic() + " " + envelope.key() + " " + field(envelope, OP))
                .containsExactly(
                        "shop.orders {\"id\":1} c",
                        "shop.items {\"id\":7} c",
                        "shop.orders {\"id\":1} u",
                        "shop.orders {\"id\":1} d");
        assertThat(taken.get(1).value()).contains("\"price\":\"12.50\"");
        assertThat(taken.get(2).value()).contains("\"before\":{\"id\":1,\"note\":\"new\"}");
    }

    @Test
    void runThatHasCaughtUpLeavesNothingForTheNext() throws SQLException {
        capture.prepare(connection);
        sql.execute("insert into shop.orders select g, 'x' from generate_series(1, 100) g");
        assertThat(catchUp(capture)).hasSize(100);
        assertThat(catchUp(capture)).isEmpty();
        sql.execute("delete from shop.orders where id = 5");
        assertThat(catchUp(capture)).hasSize(1);
    }

    /** Debezium says that a task was rejected when it is stopped between two batches. */
    @Test
    void runThatIsClosedInTheMiddleOfMuchHasNotFailed() throws Exception {
        PostgresCapture small = describe().debezium("max.batch.size", "16").build();
        small.prepare(connection);
        sql.execute("insert into shop.orders select g, 'x' from generate_series(1, 20000) g");
        for (int time = 0; time < 8; time++) {
            CountDownLatch begun = new CountDownLatch(20);
            try (CaptureRun run = small.start(batch -> begun.countDown())) {
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(run.delivered()).isLessThan(20_000);
            }
        }
        assertThat(catchUp(small)).as("nothing was confirmed").hasSize(20_000);
    }

    @Test
    void whatIsDeliveredAgainKeepsItsOrderAndNothingIsLostWhereverASinkFails() throws Exception {
        capture.prepare(connection);
        for (int group = 0; group < 4; group++) {
            commitOneOfEach(group * 10);
        }
        Map<String, String> order = new LinkedHashMap<>();
        for (int taking : new int[] {3, 12, 14, 19, 30, 16}) {
            failAfter(taking, order);
        }
        List<Envelope> rest = catchUp(capture);
        rest.forEach(envelope -> remember(envelope, order));
        assertThat(order).hasSize(4 * 17);
        assertThat(Set.copyOf(order.values())).hasSize(4 * 17);
    }

    @Test
    void aTruncateIsDeliveredAndAKeyThatChangesEndsOneRowAndBeginsAnother() throws SQLException {
        capture.prepare(connection);
        sql.execute("insert into shop.orders values (1, 'new')");
        sql.execute("update shop.orders set id = 2");
        sql.execute("truncate shop.orders");
        assertThat(catchUp(capture))
                .extracting(envelope -> envelope.topic() + " " + envelope.key() + " " + field(envelope, OP))
                .containsExactly(
                        "shop.orders {\"id\":1} c",
                        "shop.orders {\"id\":1} d",
                        "shop.orders {\"id\":2} c",
                        "shop.orders null t");
    }

    @Test
    void withoutTheRowBeforeALargeValueThatDidNotChangeIsNotTold() throws SQLException {
        sql.execute("alter table shop.orders replica identity default, alter column note set storage external");
        assertThat(capture.prepare(connection).tablesWithoutBefore()).containsExactly("shop.orders");
        sql.execute("alter table shop.orders add state text");
        sql.execute("insert into shop.orders values (1, repeat('x', 10000), 'open')");
        sql.execute("update shop.orders set state = 'done'");
        Envelope update = catchUp(capture).get(1);
        assertThat(update.value())
                .contains("\"before\":null")
                .contains("\"after\":{\"id\":1,\"note\":\"__debezium_unavailable_value\",\"state\":\"done\"}");
    }

    @Test
    void aQuietTableDoesNotHoldTheLogOfTheServer() throws SQLException {
        capture.prepare(connection);
        try (CaptureRun run = capture.start(batch -> {})) {
            run.awaitCaughtUp(LONG);
            sql.execute("insert into shop.unwatched select generate_series(1, 100000)");
            assertThat(capture.lag(connection).unconfirmedBytes()).isGreaterThan(5_000_000);
            long deadline = System.nanoTime() + LONG.toNanos();
            while (capture.lag(connection).unconfirmedBytes() > 1_000_000 && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            assertThat(capture.lag(connection).unconfirmedBytes()).isLessThan(1_000_000);
            assertThat(capture.lag(connection).active()).isTrue();
            assertThat(run.delivered()).isZero();
        }
    }

    @Test
    void aSlotThatIsReadIsNotDropped() {
        capture.prepare(connection);
        try (CaptureRun run = capture.start(batch -> {})) {
            run.awaitCaughtUp(LONG);
            assertThatThrownBy(() -> capture.drop(connection))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("Stop the capture that reads it first.");
        }
    }

    @Test
    void theLagIsOfTheChangesThatTheSinkDidNotTake() throws SQLException {
        assertThatThrownBy(() -> capture.lag(connection))
                .isInstanceOf(CaptureException.class)
                .hasMessage("There is no replication slot 'shop'. Prepare the capture first.");
        capture.prepare(connection);
        sql.execute("insert into shop.orders select n, 'new' from generate_series(1, 10000) as n");
        SlotLag before = capture.lag(connection);
        assertThat(before.active()).isFalse();
        assertThat(before.unconfirmedBytes()).isGreaterThan(500_000);
        assertThat(before.retainedBytes()).isGreaterThanOrEqualTo(before.unconfirmedBytes());
        catchUp(capture);
        assertThat(capture.lag(connection).unconfirmedBytes()).isLessThan(before.unconfirmedBytes() / 2);
    }

    @Test
    void rowsFromBeforeTheSlotAreDeliveredOnceByASnapshot() throws SQLException {
        sql.execute("insert into shop.orders values (1, 'a'), (2, 'b')");
        PostgresCapture withSnapshot = describe()
                .initialSnapshot(directory.resolve("done-" + System.nanoTime()))
                .build();
        withSnapshot.prepare(connection);
        sql.execute("insert into shop.orders values (3, 'c')");
        assertThat(catchUp(withSnapshot))
                .extracting(envelope -> field(envelope, OP))
                .containsExactly("r", "r", "r");
        sql.execute("update shop.orders set note = 'd' where id = 3");
        Set<String> after = new LinkedHashSet<>();
        catchUp(withSnapshot).forEach(envelope -> after.add(field(envelope, OP)));
        assertThat(after).contains("u").doesNotContain("r");
    }

    @Test
    void rowsFromBeforeTheSlotAreRefusedWithoutASnapshot() throws SQLException {
        sql.execute("insert into shop.items values (1, 1)");
        assertThatThrownBy(() -> capture.prepare(connection))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("shop.items holds rows from before the slot 'shop'");
    }

    @Test
    void preparingTwiceChangesNothingAndNewTablesAreAdded() throws SQLException {
        assertThat(capture.prepare(connection)).isEqualTo(new Preparation(true, true, List.of(), List.of()));
        assertThat(capture.prepare(connection)).isEqualTo(new Preparation(false, false, List.of(), List.of()));
        PostgresCapture wider = describe()
                .tables(List.of("shop.orders", "shop.items", "shop.unwatched"))
                .build();
        assertThat(wider.prepare(connection))
                .isEqualTo(new Preparation(false, false, List.of("shop.unwatched"), List.of("shop.unwatched")));
    }

    @Test
    void missingTableIsNamed() {
        PostgresCapture wrong = describe().tables(List.of("shop.nowhere")).build();
        assertThatThrownBy(() -> wrong.prepare(connection))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("not in the database: shop.nowhere");
    }

    @Test
    void missingRightIsNamedWithTheCommandThatGivesIt() throws SQLException {
        sql.execute("create role plain login");
        try (Connection plain = postgres.dataSource().getConnection("plain", "")) {
            assertThatThrownBy(() -> capture.prepare(plain))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("alter role plain replication");
        } finally {
            sql.execute("drop role plain");
        }
    }

    @Test
    void serverWithoutLogicalDecodingIsToldSo() throws SQLException {
        try (EmbeddedPostgres other = EmbeddedPostgres.in(directory.resolve("replica"))
                        .setting("wal_level", "replica")
                        .start();
                Connection plain = other.dataSource().getConnection()) {
            assertThatThrownBy(() -> capture.prepare(plain))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("wal_level is 'replica'");
        }
    }

    @Test
    void runOnASlotThatIsNotThereFailsInsteadOfWaiting() {
        assertThatThrownBy(() -> catchUp(capture)).isInstanceOf(CaptureException.class);
    }

    private static PostgresCapture.Builder describe() {
        return PostgresCapture.from(postgres.jdbcUrl())
                .tables(List.of("shop.orders", "shop.items"))
                .topicPrefix("shop")
                .slot("shop")
                .publication("shop")
                .debezium("max.batch.size", "5");
    }

    private static List<Envelope> catchUp(PostgresCapture capture) {
        List<Envelope> taken = new ArrayList<>();
        try (CaptureRun run = capture.start(taken::addAll)) {
            run.awaitCaughtUp(LONG);
        }
        return taken;
    }

    /** Seventeen changes: single rows, a changed key (two events at one log position), and rows that share a position. */
    private void commitOneOfEach(int first) throws Exception {
        connection.setAutoCommit(false);
        for (int id = first; id < first + 8; id++) {
            sql.execute("insert into shop.orders values (" + id + ", 'x')");
        }
        sql.execute("update shop.orders set id = id + 1000 where id = " + first);
        StringBuilder rows = new StringBuilder();
        for (int id = first; id < first + 7; id++) {
            rows.append(id).append("\t1.00\n");
        }
        new CopyManager(connection.unwrap(BaseConnection.class))
                .copyIn("copy shop.items from stdin", new StringReader(rows.toString()));
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void failAfter(int taking, Map<String, String> order) {
        List<Envelope> taken = new ArrayList<>();
        CompletableFuture<CaptureException> told = new CompletableFuture<>();
        CaptureRun run = capture.start(
                batch -> {
                    if (taken.size() + batch.size() > taking) {
                        throw new IllegalStateException("the sink is full");
                    }
                    taken.addAll(batch);
                },
                told::complete);
        assertThat(told)
                .as("told without being asked")
                .succeedsWithin(LONG)
                .satisfies(failure -> assertThat(failure).hasMessageContaining("the sink is full"));
        assertThatThrownBy(() -> run.awaitCaughtUp(LONG))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("the sink is full");
        assertThatThrownBy(run::close).isInstanceOf(CaptureException.class);
        taken.forEach(envelope -> remember(envelope, order));
    }

    private static void remember(Envelope envelope, Map<String, String> order) {
        String change = envelope.topic() + envelope.key() + field(envelope, OP);
        String place = field(envelope, LSN) + "/" + field(envelope, TOTAL_ORDER);
        String before = order.putIfAbsent(change, place);
        assertThat(before).as(change).isIn(null, place);
    }

    private static final Pattern OP = Pattern.compile("\"op\":\"(.)\"");
    private static final Pattern LSN = Pattern.compile("\"lsn\":(\\d+)");
    private static final Pattern TOTAL_ORDER = Pattern.compile("\"total_order\":(\\d+)");

    private static String field(Envelope envelope, Pattern pattern) {
        Matcher matcher = pattern.matcher(envelope.value());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
