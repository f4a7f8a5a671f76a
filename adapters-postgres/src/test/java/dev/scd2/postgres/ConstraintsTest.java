package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.sql.StoreOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Whoever changes the table of versions by hand cannot make it contradict itself. */
class ConstraintsTest {
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    private static final TestPostgres POSTGRES = TestPostgres.database();
    private static int schemas;

    private StoreOptions options;
    private String table;

    @BeforeEach
    void chooseSchema() {
        String schema = "own " + ++schemas;
        options = StoreOptions.standard().withSchema(schema);
        table = "\"" + schema + "\".member";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE %s SET valid_to = valid_from",
                "UPDATE %s SET valid_to = '2025-01-01' WHERE surrogate_key = 1",
                "UPDATE %s SET valid_to = '2026-06-01' WHERE surrogate_key = 1",
                "UPDATE %s SET is_current = true WHERE surrogate_key = 1",
                "UPDATE %s SET is_current = false WHERE surrogate_key = 2",
                "UPDATE %s SET is_deleted = true WHERE surrogate_key = 2",
                "UPDATE %s SET surrogate_key = 1 WHERE surrogate_key = 2",
                "INSERT INTO %s (surrogate_key, member_id, plan, valid_from, valid_to, is_current, is_deleted)"
                        + " VALUES (9, 'M1', 'x', '2025-01-01', '2026-01-02', false, false)"
            })
    @DisplayName("Where the database can enforce one (PostgreSQL exclusion constraints, unique indexes), it does.")
    void changeByHandThatContradictsTheTableIsRefused(String statement) throws SQLException {
        PostgresStore store = open(MEMBER, options);
        assertThat(store.notEnforced()).isEmpty();
        assertThatThrownBy(() -> execute(String.format(statement, table))).isInstanceOf(SQLException.class);
        assertThat(Verification.of(store).isClean()).isTrue();
    }

    @Test
    void rectanglesOfOneKeyThatOverlapAreRefusedAndNeighboursInSystemTimeAreNot() throws SQLException {
        Dimension bitemporal = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .systemTime(SystemTime.LOAD)
                .build();
        open(bitemporal, options);
        String past = "INSERT INTO " + table
                + " (surrogate_key, member_id, plan, valid_from, valid_to, system_from, system_to,"
                + " is_current, is_deleted) VALUES (9, 'M1', 'x', '2026-01-01', '9999-12-31', '%s', '%s', false, false)";
        assertThatThrownBy(() -> execute(String.format(past, "2026-02-01", "2026-06-02")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("exclusion constraint");
        assertThatThrownBy(() -> execute(String.format(past, "2026-02-01", "2026-02-01")))
                .isInstanceOf(SQLException.class);
        assertThatCode(() -> execute(String.format(past, "2026-02-01", "2026-06-01")))
                .doesNotThrowAnyException();
    }

    @Test
    void constraintCanBeLeftOutAndIsSaidToBe() throws SQLException {
        PostgresStore store = open(MEMBER, options.withOverlaps(StoreOptions.Overlaps.UNCHECKED));
        assertThat(store.notEnforced()).hasSize(1);
        execute("UPDATE " + table + " SET valid_to = '2026-06-01' WHERE surrogate_key = 1");
        assertThat(Verification.of(store).isClean()).isFalse();
    }

    @Test
    void whoeverMayNotCreateTheExtensionGoesOnWithout() throws SQLException {
        execute("CREATE DATABASE bare");
        execute("CREATE ROLE plain LOGIN");
        PGSimpleDataSource owner = database("bare", "postgres");
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA mart AUTHORIZATION plain");
        }
        PGSimpleDataSource plain = database("bare", "plain");
        PostgresStore store =
                PostgresStore.open(plain, MEMBER, StoreOptions.standard().withSchema("mart"));
        History.of(store).apply(Batch.of(says("gold", T1, 1), says("silver", T1.plusSeconds(1), 2)));
        assertThat(store.notEnforced()).singleElement().asString().contains("btree_gist");
        assertThat(Verification.of(store).isClean()).isTrue();
        assertThatThrownBy(() -> execute(plain, secondCurrent("mart.member")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("unique");
    }

    @ParameterizedTest
    @EnumSource(StoreOptions.Overlaps.class)
    void noKeyHasTwoCurrentVersions(StoreOptions.Overlaps overlaps) throws SQLException {
        open(MEMBER, options.withOverlaps(overlaps));
        assertThatThrownBy(() -> execute(secondCurrent(table)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(overlaps == StoreOptions.Overlaps.REFUSED ? "exclusion constraint" : "unique");
    }

    private static String secondCurrent(String table) {
        return "INSERT INTO " + table
                + " (surrogate_key, member_id, plan, valid_from, valid_to, is_current, is_deleted)"
                + " VALUES (9, 'M1', 'x', '2027-01-01', '9999-12-31', true, false)";
    }

    private static PGSimpleDataSource database(String name, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {POSTGRES.port()});
        source.setDatabaseName(name);
        source.setUser(user);
        return source;
    }

    /** Two versions of M1, [January, May) and [May, open), believed since June. */
    private static PostgresStore open(Dimension dimension, StoreOptions options) {
        PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), dimension, options);
        Instant may = Instant.parse("2026-05-01T00:00:00Z");
        History.of(store)
                .apply(Batch.builder()
                        .change(says("gold", T1, 1))
                        .change(says("silver", may, 2))
                        .systemTime(Instant.parse("2026-06-01T00:00:00Z"))
                        .build());
        return store;
    }

    private static Observation says(String plan, Instant at, long sequence) {
        return Observation.of(Map.of("member_id", "M1", "plan", plan), at, Sequence.of(sequence));
    }

    private static void execute(String sql) throws SQLException {
        execute(POSTGRES.dataSource(), sql);
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
