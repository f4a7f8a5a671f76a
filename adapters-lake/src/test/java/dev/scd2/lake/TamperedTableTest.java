package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Invariant;
import dev.scd2.engine.Verification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever changes the table of versions by hand is found out. */
class TamperedTableTest {
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T2 = Instant.parse("2026-05-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    I1 | UPDATE member SET valid_to = '2026-06-01' WHERE surrogate_key = 1
                    I2 | UPDATE member SET valid_to = valid_from WHERE surrogate_key = 1
                    I2 | UPDATE member SET valid_to = '2025-01-01' WHERE surrogate_key = 1
                    I3 | UPDATE member SET is_current = true WHERE surrogate_key = 1
                    I3 | UPDATE member SET is_current = false WHERE surrogate_key = 2
                    I3 | UPDATE member SET is_deleted = true WHERE surrogate_key = 2
                    I4 | UPDATE member SET plan = 'bronze' WHERE surrogate_key = 1
                    I4 | UPDATE member SET attribute_hash = '' WHERE surrogate_key = 1
                    I5 | UPDATE member SET plan = 'gold' WHERE surrogate_key = 2
                    I6 | UPDATE member SET surrogate_key = 1 WHERE surrogate_key = 2
                    I9 | DELETE FROM member WHERE surrogate_key = 2
                    I9 | DELETE FROM member_evidence
                    """)
    void theInvariantThatIsBrokenIsNamed(Invariant invariant, String statement) throws SQLException {
        Path file = directory.resolve("tampered.duckdb");
        try (DuckDbStore store = DuckDbStore.open(file, MEMBER)) {
            History.of(store).apply(Batch.of(says("gold", T1, 1), says("silver", T2, 2)));
            assertThat(Verification.of(store).isClean()).isTrue();
        }
        try (Connection connection = DuckDbStore.connect(file);
                Statement sql = connection.createStatement()) {
            assertThat(sql.executeUpdate(statement)).isPositive();
        }
        try (DuckDbStore store = DuckDbStore.open(file, MEMBER)) {
            assertThat(Verification.of(store).violations().get(invariant)).isPositive();
        }
    }

    private static Observation says(String plan, Instant at, long sequence) {
        return Observation.of(Map.of("member_id", "M1", "plan", plan), at, Sequence.of(sequence));
    }
}
