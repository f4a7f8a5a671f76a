package dev.scd2.delta;

import dev.scd2.error.ConcurrentCommitException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a table format keeps which files are a table: the seam behind which a second one would be built. Thread-safe. */
interface TableFormat {
    /**
     * Returns the table as it was committed last, or nothing where there is none.
     *
     * @throws dev.scd2.lake.LakeException if it cannot be read, or is of a kind that may not be written here
     */
    Optional<TableState> load();

    /**
     * Commits, all or nothing, if nobody has since {@code base}.
     *
     * @param base  what the change was made for; null to make the table
     * @return the version
     * @throws ConcurrentCommitException if somebody has; nothing was committed
     * @throws dev.scd2.lake.LakeException if the location fails; whether it was committed, {@link #load} tells
     */
    long commit(@Nullable TableState base, TableChange change);
}
