package dev.scd2.sql;

/**
 * What a {@link PushdownLoad} did. Immutable.
 *
 * @param keys entities whose history was made inside the database
 * @param evidence changes that were accepted there
 * @param versions versions that were made there
 * @param known rows that the history held already
 * @param judged rows that were brought to the client, since their entities are held already or their rows need judgement
 */
public record PushdownResult(long keys, long evidence, long versions, long known, long judged) {}
