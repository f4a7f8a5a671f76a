package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions and the locks of tables. */
class TransactionsTest extends StandInTest {
    private Connection other;

    @BeforeEach
    void other() throws SQLException {
        other = connect();
        run("create table t (k int, n int)");
        run("insert into t values (1, 0), (2, 0)");
    }

    @AfterEach
    void closeOther() throws SQLException {
        other.close();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private CompletableFuture<Void> later(String sql) {
        int before = snowflake.waiting();
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
            try {
                run(other, sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        while (snowflake.waiting() == before && !done.isDone()) {
            Thread.onSpinWait();
        }
        return done;
    }

    @Test
    void aWriterWaitsAndSeesWhatTheOtherCommitted() throws Exception {
        run("begin transaction");
        run("update t set n = n + 1 where k = 1");
        CompletableFuture<Void> waiter = later("update t set n = n + 1 where k = 1");
        assertThat(snowflake.waiting()).isEqualTo(1);
        run("commit");
        waiter.get(10, TimeUnit.SECONDS);
        assertThat(rows("select n from t where k = 1")).containsExactly("2");
    }

    @Test
    void aWriterInATransactionThatHasOnlyReadSeesItToo() throws Exception {
        run(other, "begin");
        assertThat(rows(other, "select sum(n) from t")).containsExactly("0");
        run("begin");
        run("merge into t using (select 1 as k) s on t.k = s.k when matched then update set t.n = 5");
        CompletableFuture<Void> waiter = later("update t set n = n + 1 where k = 1");
        run("commit");
        waiter.get(10, TimeUnit.SECONDS);
        run(other, "commit");
        assertThat(rows("select n from t where k = 1")).containsExactly("6");
    }

    @Test
    void insertsDoNotWait() throws SQLException {
        run("begin");
        run("update t set n = 1");
        run(other, "insert into t values (3, 0)");
        run("rollback");
        assertThat(rows("select count(*) from t")).containsExactly("3");
    }

    @Test
    void aWriterGivesUpAfterTheLockTimeout() throws SQLException {
        run("begin");
        run("delete from t where k = 1");
        run(other, "alter session set lock_timeout = 0");
        assertThatThrownBy(() -> run(other, "delete from t where k = 2"))
                .isInstanceOfSatisfying(SQLException.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo(625);
                    assertThat(error.getSQLState()).isEqualTo("57014");
                });
        run("rollback");
        run(other, "delete from t where k = 2");
    }

    @Test
    void ofTwoThatWaitForEachOtherOneIsRefused() throws Exception {
        run("create table u (k int)");
        run("begin");
        run("delete from t");
        run(other, "begin");
        run(other, "delete from u");
        CompletableFuture<Void> waiter = later("delete from t");
        assertThatThrownBy(() -> run("delete from u")).hasMessageContaining("deadlock");
        run("rollback");
        waiter.get(10, TimeUnit.SECONDS);
        run(other, "rollback");
    }

    @Test
    void aStatementThatWaitsIsCanceled() throws Exception {
        run("begin");
        run("delete from t");
        try (Statement statement = other.createStatement()) {
            CompletableFuture<SQLException> refused = CompletableFuture.supplyAsync(() -> {
                try {
                    statement.executeUpdate("delete from t");
                    return new SQLException("it was not refused");
                } catch (SQLException e) {
                    return e;
                }
            });
            while (snowflake.waiting() == 0 && !refused.isDone()) {
                Thread.onSpinWait();
            }
            statement.cancel();
            assertThat(refused.get(10, TimeUnit.SECONDS).getErrorCode()).isEqualTo(604);
        }
        CompletableFuture<Void> waiter = later("delete from t");
        snowflake.endSessions();
        assertThatThrownBy(() -> waiter.get(10, TimeUnit.SECONDS)).hasMessageContaining("canceled");
        connection = connect();
        assertThat(rows("select count(*) from t")).containsExactly("2");
    }

    @Test
    void aDefinitionCommitsTheOpenTransactionAndIsRecordedAsOneThatDid() throws SQLException {
        run("begin");
        run("insert into t values (3, 0)");
        snowflake.forgetStatements();
        run("create temporary table mine (a int)");
        run("rollback");
        assertThat(rows(other, "select count(*) from t")).containsExactly("3");
        assertThat(snowflake.statements().stream()
                        .filter(ReceivedStatement::commitsTransaction)
                        .map(ReceivedStatement::sql))
                .containsExactly("create temporary table mine (a int)");
        assertThat(rows("select count(*) from DB.PUBLIC.mine")).containsExactly("0");
        assertThatThrownBy(() -> rows(other, "select * from mine")).hasMessageContaining("MINE");
    }

    @Test
    void aSessionThatLogsOutTakesItsTransactionBack() throws SQLException {
        run(other, "begin");
        run(other, "delete from t");
        other.close();
        run("delete from t where k = 1");
        assertThat(rows("select k from t")).isEqualTo(List.of("2"));
        other = connect();
        run(other, "begin");
        run(other, "delete from t");
        snowflake.endSessions();
        connection = connect();
        assertThat(rows("select k from t")).isEqualTo(List.of("2"));
    }
}
