package dev.scd2.tck.cases;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What joins facts to versions. */
@FunctionalInterface
public interface Joiner {
    /**
     * Returns one row for each fact: its columns, and of each dimension the outcome, as text, and the columns, named as in
     * {@link JoinCase#expect()}.
     *
     * @throws UnsupportedOperationException if it has no such join; the case is then skipped
     */
    List<Map<String, @Nullable Object>> join(JoinCase join);
}
