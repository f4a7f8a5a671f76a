package dev.scd2.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often something is tried, and the pauses between. */
class RetriesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private int attempts;

    @Test
    void pausesGrowUpToHalfAMinute() {
        Retries seven = Retries.of(7, Duration.ofSeconds(1)).pausing(pauses::add);
        assertThatThrownBy(() -> seven.call(failure -> true, this::fail)).hasMessage("attempt 8");
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void whatDoesNotPassIsTriedOnce() {
        Retries some = Retries.of(7, Duration.ofSeconds(1)).pausing(pauses::add);
        assertThatThrownBy(() -> some.call(failure -> false, this::fail)).hasMessage("attempt 1");
        assertThatThrownBy(() -> Retries.none().call(failure -> true, this::fail))
                .hasMessage("attempt 2");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whoeverIsInterruptedWhilePausingHasFailed() {
        Retries some = Retries.of(7, Duration.ofSeconds(1)).pausing(length -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> some.call(failure -> true, this::fail)).hasMessage("attempt 1");
        assertThat(Thread.interrupted()).isTrue();
    }

    private String fail() throws SQLException {
        attempts++;
        throw new SQLException("attempt " + attempts);
    }
}
