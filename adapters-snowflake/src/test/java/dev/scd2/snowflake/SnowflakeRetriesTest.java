package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.engine.History;
import dev.scd2.error.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is tried again, how often, and what is not. */
class SnowflakeRetriesTest extends SnowflakeFaults {
    @Test
    void aBatchThatCannotBeginBeginsAgainInANewSession() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("CREATE OR REPLACE TEMPORARY").endsSession();
            faults.on("SET batches").isGoneBefore();
            History.of(store).apply(SECOND);
            assertThat(faults.pending()).isZero();
            assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST, SECOND));
        }
    }

    @Test
    void aReadingIsAskedAgain() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("SELECT").endsSession();
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST));
            assertThat(pauses).containsExactly(Duration.ofSeconds(1));
        }
    }

    @Test
    void triesEnd() {
        try (SnowflakeStore store = store()) {
            for (int attempt = 0; attempt < 3; attempt++) {
                faults.on("CREATE OR REPLACE TEMPORARY").endsSession();
            }
            assertThatThrownBy(() -> History.of(store).apply(FIRST))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("begin a batch");
            assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
            assertThat(faults.pending()).isZero();
        }
    }

    @Test
    void whatIsWrongIsNotTriedAgain() {
        try (SnowflakeStore store = store()) {
            faults.on("BEGIN TRANSACTION").fails("000606", "57P03", "No active warehouse selected");
            assertThatThrownBy(() -> History.of(store).apply(FIRST)).hasMessageContaining("No active warehouse");
            assertThat(pauses).isEmpty();
        }
    }
}
