package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.error.StoreException;
import dev.scd2.snowflake.standin.Faults;
import dev.scd2.sql.StoreOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dimension that gets wider where each definition commits. */
class SnowflakeEvolutionTest {
    private final Faults faults = TestSnowflake.standIn().faults();

    private static Dimension.Builder rate(ColumnType type) {
        return Dimension.named("rate")
                .key("id", ColumnType.LONG)
                .track("rate", type)
                .allowNewColumns();
    }

    @AfterEach
    void planNoMore() {
        faults.clear();
    }

    @Test
    void wideningThatWasInterruptedIsDoneAgain() throws SQLException {
        StoreOptions options = StoreOptions.standard().withSchema("interrupted");
        Dimension wider = rate(ColumnType.LONG).track("region", ColumnType.TEXT).build();
        try (SnowflakeStore narrow = SnowflakeStore.open(
                TestSnowflake.sessions(), rate(ColumnType.LONG).build(), options)) {
            said(History.of(narrow));
            faults.on("SET definition").fails("000603", "XX000", "an incident");
            assertThatThrownBy(() -> narrow.evolve(wider)).isInstanceOf(StoreException.class);
            assertThat(faults.pending()).isZero();
        }
        try (SnowflakeStore store = SnowflakeStore.open(TestSnowflake.sessions(), wider, options)) {
            assertThat(saidColumns()).isEqualTo("10");
            said(History.of(store));
            assertThat(store.history(Key.of(1L)).versions()).hasSize(1);
            assertThat(Verification.of(store).isClean()).isTrue();
        }
    }

    @Test
    void wholeNumbersBecomeDecimalsInANewColumn() {
        try (SnowflakeStore store = TestSnowflake.store(rate(ColumnType.LONG).build())) {
            said(History.of(store));
            History wider =
                    History.of(store).evolve(rate(ColumnType.decimal(21, 2)).build());
            assertThat(wider.store()
                            .history(Key.of(1L))
                            .versions()
                            .get(0)
                            .version()
                            .row()
                            .value(0))
                    .isEqualTo(new BigDecimal("7.00"));
            assertThat(Verification.of(wider.store()).isClean()).isTrue();
        }
    }

    /** Returns which columns the first change said: it knew one of two. */
    private static String saidColumns() throws SQLException {
        try (Connection connection = TestSnowflake.sessions().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(_said) FROM interrupted.rate_evidence")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void said(History history) {
        history.apply(Batch.of(
                Observation.of(Map.of("id", 1, "rate", 7), Instant.parse("2026-01-01T00:00:00Z"), Sequence.of(1))));
    }
}
