package dev.scd2.snowflake;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which step a statement of the store, or of the facts beside it, serves. Stateless. */
final class StatementPurpose {
    /**
     * How statements begin, with {@code *} for anything without a blank and {@code …} for anything; the first that fits
     * counts.
     */
    private static final String[][] PURPOSES = {
        {
            "DROP TABLE IF EXISTS \"SCD2_PUSHDOWN",
            "Pushdown: what another load may have left goes; at its end its own do."
        },
        {
            "CREATE OR REPLACE TEMPORARY TABLE \"SCD2_PUSHDOWN_JUDGED\"",
            "Pushdown: rows that the client judges, made before the transaction."
        },
        {
            "CREATE OR REPLACE TEMPORARY TABLE \"SCD2_PUSHDOWN\"",
            "Pushdown: rows whose history may be made here, made before the transaction."
        },
        {
            "INSERT INTO \"SCD2_PUSHDOWN\"",
            "Pushdown: the rows, once each, numbered by key, with what becomes of them in _OP."
        },
        {
            "INSERT INTO \"SCD2_PUSHDOWN_JUDGED\"",
            "Pushdown: the rows of keys that need judgement, and those without a key."
        },
        {"SELECT q.…FROM (… AS q WHERE FALSE", "Pushdown: which types the columns of the changes have."},
        {"SELECT _op, _partition", "Pushdown: how many rows and keys became what."},
        {"SELECT 0, count(*), 0 FROM \"SCD2_PUSHDOWN_JUDGED\"", "Pushdown: how many rows the client judges."},
        {"SELECT … FROM \"SCD2_PUSHDOWN_JUDGED\" AS j", "Pushdown: some of the rows that the client judges."},
        {"INSERT INTO *_EVIDENCE\" … FROM \"SCD2_PUSHDOWN\"", "Pushdown: the evidence of new keys."},
        {"INSERT INTO … FROM \"SCD2_PUSHDOWN\"", "Pushdown: the versions of new keys."},
        {
            "SELECT k.",
            "Pushdown: the keys whose versions are not as their evidence says, and those that cannot be judged here."
        },
        {"UPDATE * SET \"_SCD2_WIDER\"", "Evolution: the values of a number that gets another scale."},
        {"ALTER TABLE * DROP COLUMN", "Evolution: the column that it had."},
        {"ALTER TABLE * RENAME COLUMN", "Evolution: the new one is called like it."},
        {"SELECT max(n) FROM", "Evolution: up to which version hashes are corrected next."},
        {"SELECT …AND v.\"SURROGATE_KEY\" > ? AND v.\"SURROGATE_KEY\" <= ?", "Evolution: the values of these versions."
        },
        {"CREATE OR REPLACE TEMPORARY TABLE \"SCD2_STAGE_1\"", "Evolution: the table of corrected hashes."},
        {"COPY INTO \"SCD2_STAGE_1\"", "Evolution: the corrected hashes."},
        {"UPDATE … SET \"ATTRIBUTE_HASH\"", "Evolution: the hashes are corrected."},
        {"DROP TABLE \"SCD2_STAGE_1\"", "Evolution: the table of corrected hashes goes."},
        {"SELECT 1 FROM information_schema.tables", "Opening: whether the schema has a register of dimensions."},
        {"SELECT 1 FROM information_schema.schemata", "Opening: whether there is the schema."},
        {"CREATE SCHEMA", "Opening: the schema, which the session is in from then on."},
        {
            "CREATE TABLE IF NOT EXISTS *\"SCD2_DIMENSION\"",
            "Opening: the register, with a row for each dimension; who writes one locks its row."
        },
        {"SELECT definition, schema_version", "Opening: the dimension as it is stored."},
        {"CREATE TABLE IF NOT EXISTS *_EVIDENCE\"", "Opening: the evidence: every change that was accepted."},
        {"CREATE TABLE IF NOT EXISTS *_SNAPSHOT\"", "Opening: the listings and truncates that are remembered."},
        {"CREATE TABLE IF NOT EXISTS *_QUARANTINE\"", "Opening: the quarantine."},
        {"CREATE TABLE IF NOT EXISTS *_POSITION\"", "Opening: how far each source was read."},
        {"CREATE TABLE IF NOT EXISTS *_AUDIT\"", "Opening: the audit."},
        {"ALTER TABLE *_EVIDENCE\" CLUSTER BY", "Opening: the evidence of a key lies together."},
        {"ALTER TABLE * CLUSTER BY", "Opening: the versions of a key lie together, by time."},
        {
            "MERGE INTO *\"SCD2_DIMENSION\"",
            "Opening: the dimension is entered, unless somebody else has entered it meanwhile."
        },
        {
            "CREATE TABLE IF NOT EXISTS *_INFERRED\"",
            "Preparing facts: members that facts need before their dimension knows them."
        },
        {"CREATE TABLE IF NOT EXISTS *_HELD\"", "Preparing facts: facts that wait for a version."},
        {"CREATE TABLE IF NOT EXISTS *_REKEYED\"", "Preparing facts: the table of results."},
        {"CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_KEY_INCOMING", "Preparing facts: new facts, each with a number."},
        {
            "CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_KEY_OUTCOMES",
            "Preparing facts: how lookups end, to see who lacks a member."
        },
        {"CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_KEY_ANSWERS", "Preparing facts: what new facts get."},
        {"CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_KEY_AGAIN", "Preparing facts: facts that were held."},
        {
            "CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_REKEY_ADOPTED",
            "Preparing facts: first versions that adopt a member."
        },
        {"CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_REKEY_WINDOWS", "Preparing facts: the windows that batches restate."
        },
        {"CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_REKEY_ANSWERS", "Preparing facts: the versions in force in windows."
        },
        {
            "CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_REKEY_FACTS",
            "Preparing facts: the facts that are looked at, each with a number."
        },
        {"CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_REKEY_HITS", "Preparing facts: which fact is in which window."},
        {
            "CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_REKEY_MOVES",
            "Preparing facts: facts that hold something else than they should."
        },
        {
            "CREATE OR REPLACE TEMPORARY TABLE *\"SCD2_STAGE_",
            "Joining: the table in which every batch of the session travels."
        },
        {"CREATE TABLE IF NOT EXISTS", "Opening: the versions."},
        {
            "CREATE OR REPLACE TEMPORARY TABLE \"SCD2_STAGE\"",
            "Batch: the table in which all of it travels, made before the transaction; _OP says what a row is for."
        },
        {"SELECT * FROM (… AS q WHERE FALSE", "Keying: which columns the facts have."},
        {"INSERT OVERWRITE INTO *\"SCD2_KEY_INCOMING", "Keying: the new facts, each with a number."},
        {"INSERT OVERWRITE INTO *\"SCD2_KEY_OUTCOMES", "Keying: how lookups end, to see which keys lack a member."},
        {"INSERT OVERWRITE INTO *\"SCD2_KEY_ANSWERS", "Keying: what each fact gets."},
        {"INSERT OVERWRITE INTO *\"SCD2_KEY_AGAIN", "Keying: the facts that were held."},
        {"SELECT _outcome, count(*) FROM", "Keying: how many lookups ended how."},
        {"SELECT count(*) FROM ( SELECT DISTINCT", "Keying: how many keys lack a member."},
        {"SELECT count(*) FROM (SELECT DISTINCT", "Keying: how many keys lack a member."},
        {
            "UPDATE * SET next_surrogate = next_surrogate + ?",
            "Keying: surrogate keys of members are drawn; to draw none locks the dimension."
        },
        {"SELECT next_surrogate FROM", "Keying: the surrogate key behind the last of them."},
        {"INSERT INTO *_INFERRED\"", "Keying: members of the keys that lack one."},
        {"INSERT INTO *_HELD\"", "Keying: facts that wait for a version."},
        {"DELETE FROM *_HELD\"", "Keying: held facts go, to be looked up again."},
        {"INSERT INTO *\"CLAIM\" (", "Keying: the facts, with their surrogates."},
        {"INSERT OVERWRITE INTO *\"SCD2_REKEY_ADOPTED", "Re-keying: the first versions of keys that have a member."},
        {"UPDATE *\"MEMBER\" SET \"SURROGATE_KEY\" =", "Re-keying: they adopt the surrogates of their members."},
        {"UPDATE *_INFERRED\" SET _settled", "Re-keying: the members need not be adopted again."},
        {"DELETE FROM *\"SCD2_REKEY_WINDOWS", "Re-keying: the windows of the last batch go."},
        {"COPY INTO *\"SCD2_REKEY_WINDOWS", "Re-keying: the windows that the batches restated."},
        {"INSERT INTO *\"SCD2_REKEY_WINDOWS", "Re-keying: a window over all time for each key whose first start moved."
        },
        {"INSERT OVERWRITE INTO *\"SCD2_REKEY_ANSWERS", "Re-keying: the versions in force in windows."},
        {
            "INSERT OVERWRITE INTO *\"SCD2_REKEY_FACTS_… JOIN ",
            "Re-keying: the facts between the first window of their key and the last, each with a number."
        },
        {"INSERT OVERWRITE INTO *\"SCD2_REKEY_FACTS", "Re-keying: all facts, each with a number."},
        {"INSERT OVERWRITE INTO *\"SCD2_REKEY_HITS", "Re-keying: which fact is in which window."},
        {"INSERT OVERWRITE INTO *\"SCD2_REKEY_MOVES", "Re-keying: the facts that hold something else than they should."
        },
        {
            "SELECT count(*) FROM *\"SCD2_REKEY_MOVES_* AS q WHERE NOT",
            "Re-keying: whether facts without a key or a time are among them."
        },
        {"SELECT count(*) FROM *\"SCD2_REKEY_MOVES", "Re-keying: how many there are."},
        {"SELECT count(*) FROM *\"SCD2_REKEY_HITS", "Re-keying: how many facts are in windows."},
        {"SELECT count(*) FROM *\"SCD2_REKEY_FACTS", "Re-keying: how many facts were compared."},
        {"MERGE INTO * AS f USING …ON (f.", "Re-keying: the same for facts without a key or a time."},
        {"MERGE INTO * AS f", "Re-keying: all facts that ask the same and hold the same get what they should."},
        {"INSERT INTO *_REKEYED\"", "Re-keying: what moved goes into the table of results."},
        {"SELECT m._before", "Re-keying: what moved is shown to the caller."},
        {"SELECT coalesce(max(\"NUMBER\"), 0) FROM *_AUDIT\"", "Evolution: the last number of the audit."},
        {"COPY INTO *_AUDIT\"", "Evolution: its entry in the audit."},
        {"BEGIN TRANSACTION", "Batch: its transaction begins."},
        {"DELETE FROM *\"SCD2_STAGE_", "Batch: in a transaction of the caller, what the last batch brought goes first."
        },
        {"UPDATE * SET batches = batches + 1", "Batch: the row of the dimension is locked until the transaction ends."},
        {"SELECT 'STATE' AS what", "Batch: state, listings, positions and last numbers of the dimension."},
        {"PUT ", "Batch: a file of rows is put into the stage of the user: first its keys, then what it writes."},
        {"COPY INTO *\"SCD2_STAGE", "Batch: the rows of the file; as many must arrive as were sent."},
        {
            "WITH k AS …, touched AS",
            "Batch: versions and evidence of its keys, from where it and the listings need them."
        },
        {"WITH k AS", "Batch: versions and evidence of its keys."},
        {"INSERT INTO *_AUDIT\"", "Batch: entries of the audit."},
        {"INSERT INTO …) AS s", "Batch: versions, where all are new."},
        {"MERGE INTO *_EVIDENCE\"", "Batch: evidence comes, is replaced, and goes."},
        {"MERGE INTO *_SNAPSHOT\"", "Batch: a listing or truncate is remembered."},
        {"MERGE INTO *_QUARANTINE\"", "Batch: rejections come, and those that are settled go."},
        {"MERGE INTO *_POSITION\"", "Batch: how far sources were read, never back."},
        {"MERGE INTO * AS v USING", "Batch: versions go, move, change and come."},
        {
            "UPDATE * SET generation = generation + 1",
            "Batch: the next generation, and the next surrogate key that is free."
        },
        {"UPDATE * SET next_surrogate = ?", "Batch: surrogate keys were drawn, and nothing was written."},
        {"COMMIT", "Batch: all of it is seen at once."},
        {"ROLLBACK", "Batch: a dry run ends; nothing was written."},
        {"SELECT c._listed… FULL JOIN ", "Listing: the keys at which it differs from the versions in force then."},
        {"SELECT c._listed", "Listing: the keys whose evidence could matter to it."},
        {"SELECT count(*) FROM * AS v WHERE", "Listing: how many versions are in force in its scope, for the brake."},
        {
            "SELECT …\"MEMBER_ID\"… AS v UNION SELECT ",
            "Listing: all keys, for any of them can have a span that is missing."
        },
        {"SELECT generation, ", "Reading: the state."},
        {"SELECT x.\"OFFSET\" FROM", "Reading: how far a source was read."},
        {"SELECT * FROM (SELECT 0 AS _n, … WHERE …UNION ALL", "Reading: the versions and the evidence of a key."},
        {"SELECT * FROM (SELECT 0 AS _n, ", "Reading: the versions and the evidence of all keys, key by key."},
        {"SELECT …\"KIND\"…_SNAPSHOT\" AS x", "Reading: the listings and truncates that are remembered."},
        {"SELECT …_QUARANTINE\" AS x", "Reading: what lies in quarantine."},
        {"SELECT …_AUDIT\" AS x", "Reading: the audit."},
        {"SELECT …\"SYSTEM_FROM\" <= ", "Reading: the versions in force at a time, as known at another."},
        {"SELECT …_SYSTEM_FROM\" <= ", "Reading: the versions in force at a time, as known at another."},
        {"SELECT … AS v WHERE …\"VALID_FROM\" <= ", "Reading: the versions in force at a time."},
        {"SELECT … AS v WHERE …_VALID_FROM\" <= ", "Reading: the versions in force at a time."},
        {"ALTER TABLE *_EVIDENCE\" ADD COLUMN", "Evolution: a new column of the evidence."},
        {"ALTER TABLE * ADD COLUMN", "Evolution: a new column of the versions."},
        {"UPDATE *_EVIDENCE\" SET _said", "Evolution: what was said until now said nothing of it."},
        {"SELECT DATE_PART(EPOCH_MICROSECOND, current_timestamp)", "Evolution: the time of the audit entry."},
        {"UPDATE * SET definition = ?", "Evolution: the dimension as it is declared now."},
    };

    private static final List<Pattern> BEGINNINGS =
            Stream.of(PURPOSES).map(purpose -> pattern(purpose[0])).toList();

    private StatementPurpose() {}

    private static Pattern pattern(String beginning) {
        return Pattern.compile(
                Pattern.quote(beginning).replace("*", "\\E\\S*?\\Q").replace("…", "\\E.*?\\Q"));
    }

    /** Returns it; {@code ?} where it is not known. */
    static String of(String sql) {
        String line = sql.replaceAll("\\s+", " ");
        for (int i = 0; i < PURPOSES.length; i++) {
            if (BEGINNINGS.get(i).matcher(line).lookingAt()) {
                return PURPOSES[i][1];
            }
        }
        return "?";
    }
}
