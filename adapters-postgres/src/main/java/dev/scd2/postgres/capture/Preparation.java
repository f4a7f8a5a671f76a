package dev.scd2.postgres.capture;

import java.util.List;

/**
 * What {@link PostgresCapture#prepare} found and did. Immutable.
 *
 * @param publicationCreated  whether the publication was made by this call
 * @param slotCreated  whether the slot was made by this call
 * @param tablesAdded  tables that this call added to a publication that was there
 * @param tablesWithoutBefore  tables whose replica identity is not {@code FULL}: their updates and deletes do not tell
 *     the whole row as it was
 */
public record Preparation(
        boolean publicationCreated, boolean slotCreated, List<String> tablesAdded, List<String> tablesWithoutBefore) {

    public Preparation {
        tablesAdded = List.copyOf(tablesAdded);
        tablesWithoutBefore = List.copyOf(tablesWithoutBefore);
    }
}
