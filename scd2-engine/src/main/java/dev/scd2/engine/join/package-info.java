/**
 * Temporal joins in memory: facts meet the version that was in force at their own time.
 *
 * <h2>The picture</h2>
 *
 * <pre>{@code
 * versions of M1      [ A            )        [ B                  -->
 *                     Jan 1          Mar 1    May 1
 * facts       Dec 1       Feb 1           Apr 1       Jun 1
 *             |           |               |           |
 *             BEFORE_FIRST MATCHED A      GAP         MATCHED B
 * }</pre>
 *
 * <p>A {@link dev.scd2.engine.join.VersionIndex} is built of columns: the keys of versions, their starts and their ends. It
 * answers columns: the keys of facts and their times go in, and {@link dev.scd2.engine.join.Matches} hold for each the
 * ordinal of the version and the {@link dev.scd2.fact.Outcome}. Keys are {@link dev.scd2.engine.join.LongKeys} or {@link
 * dev.scd2.engine.join.TextKeys}, which also hold keys of several columns.
 *
 * <h2>The promise</h2>
 *
 * <ul>
 *   <li>Every fact gets exactly one answer, and the same as by the SQL of the adapters.
 *   <li>A version is met from its start, inclusive, to its end, exclusive. Another {@link dev.scd2.fact.JoinRule} joins to
 *       events: forward, nearest, strict, within a tolerance.
 *   <li>Where a key has several versions in force, the declared {@link dev.scd2.engine.join.VersionOrder} decides, else the
 *       fact is {@code AMBIGUOUS} and meets none.
 *   <li>With system times a fact can ask what was believed at a time of its own.
 *   <li>An index follows a history that changes: {@link dev.scd2.engine.join.VersionIndex#replace}. Which facts then have
 *       another answer {@link dev.scd2.engine.join.Restated} says.
 *   <li>Facts that flow are joined one by one by a {@link dev.scd2.engine.join.FactStream}, which holds a fact until its
 *       version comes, for a declared time.
 * </ul>
 *
 * <h2>The cost</h2>
 *
 * <table>
 * <caption>Of V versions, of which a key has N</caption>
 * <tr><th>call</th><th>time</th><th>memory</th></tr>
 * <tr><td>build</td><td>linear in V where the versions of a key come in order, else N log N for each key</td>
 *     <td>16 bytes a version and gap; 21 to 64 a key, text keys half as much again</td></tr>
 * <tr><td>join</td><td>one probe and log N steps a fact</td><td>4 bytes a fact, which the caller provides</td></tr>
 * <tr><td>join as known at</td><td>one more probe and log&sup2; N, past beliefs included; under other rules linear in what
 *     was believed</td><td>36 bytes a version more, 16 for each time at which a belief changed, 4 for each node that a version
 *     lies in</td></tr>
 * <tr><td>replace</td><td>linear in N; now and then in V</td><td></td></tr>
 * <tr><td>a fact of a stream</td><td>one probe and log N</td><td>some 100 bytes a version, and what is held</td></tr>
 * </table>
 *
 * <p>Times are epoch microseconds UTC. Nothing may be null unless it says so. An index may be asked by many threads at once.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.join;
