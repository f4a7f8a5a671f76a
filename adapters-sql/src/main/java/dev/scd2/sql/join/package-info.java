/**
 * Temporal joins pushed down: the SQL that looks facts up as of their own time.
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
 * <p>A {@link dev.scd2.sql.join.AsOfJoin} has a query of facts and any number of {@link dev.scd2.sql.join.Lookup}s; a lookup
 * says by which columns and as of which time facts meet a table of {@link dev.scd2.sql.join.Versions}. What comes out is one
 * query in the words of a {@link dev.scd2.sql.join.JoinDialect}.
 *
 * <h2>The promise</h2>
 *
 * <ul>
 *   <li>In the outer form every fact comes out exactly once, equal facts too, with an {@link dev.scd2.fact.Outcome} for each
 *       lookup. The inner form has those that met a version in every lookup, the anti form the others.
 *   <li>A version is met from its start, inclusive, to its end, exclusive; one that marks an absence never. Other {@link
 *       dev.scd2.fact.JoinRule}s are for events.
 *   <li>A date is an instant by the lookup's {@link dev.scd2.fact.DateAnchor} only. Days whose midnight comes twice, or not
 *       at all, begin where Java says, on every database, between 1900 and 2099; all other rules of a zone are those that
 *       the database knows.
 *   <li>With {@code knownAt} a fact meets what was believed then; where it says nothing, what is believed now.
 *   <li>Looked up by other columns than the natural key, several versions can be in force. The declared order decides,
 *       else the fact is {@code AMBIGUOUS} and gets none of them.
 *   <li>A placeholder is a version whose {@link dev.scd2.sql.join.Versions#inferred} column is true: it is met like any
 *       other, and the outcome says {@code INFERRED}. Those that keying makes lie in a table of their own, which {@link
 *       dev.scd2.sql.join.Versions#withInferredMembers} joins to the versions; its members are read for each lookup, with
 *       the first start of their keys.
 * </ul>
 *
 * <p>All of it holds as long as no two versions of a key overlap within one belief, which verifying a history checks.
 *
 * <h2>The cost</h2>
 *
 * <p>Nothing is run here. What the database does for a lookup of F facts among V versions, N of each key:
 *
 * <table>
 * <caption>How a lookup is searched</caption>
 * <tr><th>lookup</th><th>DuckDB</th><th>PostgreSQL</th><th>Snowflake</th><th>Spark SQL</th></tr>
 * <tr><td>version in force, natural key</td><td>as-of join, which sorts F and V</td><td>hash join or index, as the planner
 *     finds</td><td>as-of join</td><td>hash or merge join, F·N comparisons</td></tr>
 * <tr><td>the same, {@link dev.scd2.sql.join.Lookup#sized sized}</td><td>hash join, F·N comparisons, below 4 versions of a
 *     key (16, where there are 50,000 in all) or with up to 10 facts for a key; else as above</td><td>with 16
 *     versions for a fact (128, of keys with one), one look into the index for each fact; from 40 versions of a key on the
 *     same, or where {@link dev.scd2.sql.join.AsOfJoin#columns columns} are said and there are fewer than 4 versions for a
 *     fact, one sort of F and V; else as above</td><td>as-of
 *     join</td><td>as above</td></tr>
 * <tr><td>other rules, natural key</td><td>as-of join</td><td>one look into the index for each fact</td>
 *     <td>as-of join</td><td>ranked</td></tr>
 * <tr><td>with {@code knownAt}</td><td>hash join; other rules ranked</td><td>as without</td><td>ranked</td>
 *     <td>ranked</td></tr>
 * <tr><td>by other columns</td><td colspan="4">ranked: each different question meets all versions with its key, and they
 *     are sorted</td></tr>
 * </table>
 *
 * <p>To name a miss the first start, or the existence, of its key is looked up, for misses only: in the index on PostgreSQL;
 * on DuckDB among all keys. There, sized, facts with at most as many of them as there are keys are joined and set aside
 * ({@code WITH}), and then the keys of misses are read; with 32 keys for a fact the versions of the facts' keys are set
 * aside instead, whatever the lookup. Sized for many facts on PostgreSQL, the versions of a hash join stand behind {@code
 * LIMIT ALL}, so that the planner does not take the index of an exclusion constraint. PostgreSQL wants an index on the key
 * and the start, which a store makes; the planner uses it after {@code ANALYZE}.
 *
 * <p>The texts for DuckDB and PostgreSQL are run by the tests against an oracle; those for Snowflake are on a stand-in, which is
 * DuckDB behind Snowflake's driver. Those for Spark SQL are compared with files, and were run on DuckDB, with Spark's
 * functions defined there.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql.join;
