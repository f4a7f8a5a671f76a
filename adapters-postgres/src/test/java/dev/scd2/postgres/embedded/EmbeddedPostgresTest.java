package dev.scd2.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path directory;

    @Test
    void startsWithLogicalDecodingAndKeepsItsDataOverARestart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start()) {
            assertThat(ask(postgres, "show wal_level")).isEqualTo("logical");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            ask(postgres, "create table kept as select 7 as id; select 1");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start()) {
            assertThat(ask(postgres, "select id from kept")).isEqualTo("7");
        }
    }

    @Test
    void isNotLeftBehindByAKilledJvmAndRecoversWhatItHeld() throws Exception {
        try (ServerInChild child = ServerInChild.start(directory)) {
            ProcessHandle server = child.server();
            child.kill();
            assertThat(server.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start()) {
            assertThat(ask(postgres, "select count(*) from kept")).isEqualTo("1");
        }
    }

    @Test
    void stopsTheServerThatTheKilledJvmLeftRunning() throws Exception {
        try (ServerInChild child = ServerInChild.start(directory)) {
            child.kill();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start()) {
                assertThat(ask(postgres, "select count(*) from kept")).isEqualTo("1");
            }
        }
    }

    @Test
    void serverOutlivesTheThreadThatStartedIt() throws Exception {
        EmbeddedPostgres[] started = new EmbeddedPostgres[1];
        Thread shortLived =
                new Thread(() -> started[0] = EmbeddedPostgres.in(directory).start());
        shortLived.start();
        shortLived.join();
        try (EmbeddedPostgres postgres = started[0]) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
            assertThat(ask(postgres, "select count(*) > 0 from pg_stat_activity"))
                    .isEqualTo("t");
        }
    }

    @Test
    void takenPortIsNamedInTheError() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedPostgres.in(directory).port(port).start())
                    .isInstanceOf(PostgresStartException.class)
                    .hasMessageContaining("Port " + port + " is in use");
        }
    }

    @Test
    void secondServerInTheSameDirectoryIsRefusedWhileTheFirstRuns() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start()) {
            assertThatThrownBy(() -> EmbeddedPostgres.in(directory).start())
                    .isInstanceOf(PostgresStartException.class)
                    .hasMessageContaining("Another program is running an embedded PostgreSQL in");
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void wrongSettingIsToldWithTheServersOwnWords() {
        assertThatThrownBy(() -> EmbeddedPostgres.in(directory)
                        .setting("wal_level", "quantum")
                        .start())
                .isInstanceOf(PostgresStartException.class)
                .hasMessageContaining("wal_level")
                .hasMessageNotContaining("\n");
    }

    @Test
    void closingTwiceDoesNothingMore() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start();
        postgres.close();
        postgres.close();
        assertThatThrownBy(() -> ask(postgres, "select 1")).isInstanceOf(SQLException.class);
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
