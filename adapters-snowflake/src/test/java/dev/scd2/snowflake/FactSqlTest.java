package dev.scd2.snowflake;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.MissingVersion;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.Keying;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import java.sql.Connection;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of statement that keying and re-keying send. */
class FactSqlTest extends GoldenStatements {
    @Test
    void theStatementsOfFactsAreTheGoldenOnes() throws Exception {
        try (Connection connection = sessions.getConnection()) {
            connection.setAutoCommit(false);
            run(
                    connection,
                    "CREATE TABLE claim (id BIGINT, member VARCHAR, phone VARCHAR, served_on DATE, paid_at"
                            + " TIMESTAMP_LTZ(6), amount NUMBER(9, 2), member_sk BIGINT, member_outcome VARCHAR, member_hash VARCHAR,"
                            + " caller_sk BIGINT, caller_outcome VARCHAR)");
            SnowflakeStore[] store = new SnowflakeStore[1];
            recorded.quietly(() -> store[0] = SnowflakeStore.joining(connection, MEMBER));
            recorded.record(
                    "A store that joins the transactions of a session.",
                    () -> store[0] = SnowflakeStore.joining(connection, MEMBER));
            FactTable claims = claims();
            Keying keying = Keying.of(claims, SnowflakeDialect.INSTANCE);
            Rekeying rekeying = Rekeying.of(claims, SnowflakeDialect.INSTANCE);
            recorded.recordDefinitions(
                    "What keying needs, made before transactions begin.", () -> keying.prepare(connection));
            recorded.recordDefinitions("What re-keying needs.", () -> rekeying.prepare(connection));
            recorded.compare("facts-prepared.sql");
            History history = History.of(store[0]);
            recorded.quietly(() -> history.apply(Batch.of(said("M1", "a", DAY_2))));
            recorded.record(
                    "New facts.",
                    () -> keying.insert(
                            connection,
                            "SELECT 1 AS id, 'M1' AS member, '555' AS phone, DATE '2026-01-15' AS served_on,"
                                    + " TO_TIMESTAMP_LTZ(1772323200000000, 6) AS paid_at, 10 AS amount UNION ALL SELECT 2, 'M2', NULL,"
                                    + " DATE '2026-02-15', TO_TIMESTAMP_LTZ(1772323200000000, 6), 20"));
            recorded.record("Facts that were held.", () -> keying.retry(connection));
            recorded.compare("facts-keying.sql");
            Rewrite[] rewrite = new Rewrite[1];
            recorded.record(
                    "A batch in the transaction of the session.",
                    () -> rewrite[0] = new Rewrite(
                            MEMBER,
                            history.apply(Batch.of(said("M1", "b", DAY_1), said("M2", "b", DAY_3)))
                                    .plan()));
            recorded.record(
                    "The facts in its windows follow.",
                    () -> rekeying.apply(connection, List.of(rewrite[0]), fact -> {}));
            run(connection, "UPDATE claim SET caller_outcome = 'GAP'");
            recorded.record("All facts are compared, and mended.", () -> rekeying.applyToAll(connection, fact -> {}));
            recorded.compare("facts-rekeying.sql");
            connection.commit();
            asKnown(connection);
            recorded.compare("facts-as-known.sql");
            connection.rollback();
        }
    }

    private void asKnown(Connection connection) throws Exception {
        run(
                connection,
                "CREATE TABLE payment (id BIGINT, contract VARCHAR, due_at TIMESTAMP_LTZ(6), paid_at TIMESTAMP_LTZ(6),"
                        + " contract_sk BIGINT)");
        FactTable payments = FactTable.named("payment", "id")
                .keyed(FactKey.in(CONTRACT, OPTIONS)
                        .by("contract")
                        .at("due_at")
                        .knownAt("paid_at")
                        .surrogate("contract_sk"));
        Rekeying rekeying = Rekeying.of(payments, SnowflakeDialect.INSTANCE);
        recorded.quietly(() -> {
            SnowflakeStore.joining(connection, CONTRACT);
            rekeying.prepare(connection);
        });
        run(connection, "INSERT INTO payment SELECT 1, NULL, NULL, NULL, 7");
        recorded.record(
                "Facts that keep what was known when they were paid, one of which has no key.",
                () -> rekeying.applyToAll(connection, fact -> {}));
    }

    private static FactTable claims() {
        FactKey key = FactKey.in(MEMBER, OPTIONS);
        return FactTable.named("claim", "id")
                .keyed(key.by("member")
                        .at("served_on", DateAnchor.endOfDay(ZoneId.of("America/Chicago")))
                        .surrogate("member_sk")
                        .outcome("member_outcome")
                        .hash("member_hash")
                        .missing(new MissingVersion.Inferred(MissingVersion.Arrival.ADOPT)))
                .keyed(key.as("caller")
                        .by("phone")
                        .lookupKey("phone")
                        .lookupOrder("plan")
                        .at("paid_at")
                        .surrogate("caller_sk")
                        .outcome("caller_outcome")
                        .missing(new MissingVersion.Hold()))
                .amounts("amount")
                .resultsIn("claim_rekeyed");
    }
}
