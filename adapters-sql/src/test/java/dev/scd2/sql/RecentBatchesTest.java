package dev.scd2.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.RecentBatches.Fate;
import org.junit.jupiter.api.Test;

/** What can be told of a batch from the ids of the last ones. */
class RecentBatchesTest {
    @Test
    void aBatchThatIsThereWasCommitted() {
        RecentBatches two = RecentBatches.of(null).with("a").with("b");
        assertThat(two.text()).isEqualTo("b a");
        assertThat(RecentBatches.of(two.text()).fate("a", 2)).isEqualTo(Fate.COMMITTED);
    }

    @Test
    void aBatchThatIsNotThereWasNotAsLongAsItsIdWouldBe() {
        RecentBatches full = numbered(RecentBatches.KEPT);
        assertThat(full.fate("x", 0)).isEqualTo(Fate.NOT_COMMITTED);
        assertThat(full.fate("x", RecentBatches.KEPT)).isEqualTo(Fate.NOT_COMMITTED);
        assertThat(full.fate("x", RecentBatches.KEPT + 1)).isEqualTo(Fate.FORGOTTEN);
    }

    @Test
    void theOldestAreForgotten() {
        RecentBatches more = numbered(RecentBatches.KEPT + 1);
        assertThat(more.fate("0", RecentBatches.KEPT + 1)).isEqualTo(Fate.FORGOTTEN);
        assertThat(more.fate("1", RecentBatches.KEPT)).isEqualTo(Fate.COMMITTED);
    }

    private static RecentBatches numbered(int count) {
        RecentBatches batches = RecentBatches.of("");
        for (int i = 0; i < count; i++) {
            batches = batches.with("" + i);
        }
        return batches;
    }
}
