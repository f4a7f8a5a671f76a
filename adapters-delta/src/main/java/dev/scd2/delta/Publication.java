package dev.scd2.delta;

/**
 * What became of a call to {@link DeltaTable}. Immutable.
 *
 * @param version  the version of the table that holds what was asked for
 * @param isNew  whether this call made it; else the table held it all before, and no commit was made
 * @param filesAdded  files that it wrote
 * @param filesRemoved  files that are no longer part of the table; they stay where they are, for readers of older versions
 * @param filesKept  files of the version before that are part of this one
 * @param rows  how many rows the added files hold
 */
public record Publication(long version, boolean isNew, int filesAdded, int filesRemoved, int filesKept, long rows) {
    static Publication unchanged(TableState state) {
        return new Publication(state.version(), false, 0, 0, state.files().size(), 0);
    }
}
