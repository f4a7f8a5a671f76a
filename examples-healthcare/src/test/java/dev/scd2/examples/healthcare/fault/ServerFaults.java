package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers and lines that go and come while rows change. */
abstract class ServerFaults {

    @Test
    void brokerThatIsStartedAnewIsWaitedFor() throws Exception {
        Servers servers = FaultMatrixTest.servers();
        assertThat(disturbed("broker", trial -> {
                    servers.stopKafka();
                    try {
                        trial.changes.steps(40);
                    } finally {
                        servers.startKafka();
                    }
                }))
                .isEmpty();
    }

    @Test
    void databaseThatIsStartedAnewIsReadOn() throws Exception {
        Servers servers = FaultMatrixTest.servers();
        assertThat(disturbed("restarted", trial -> {
                    servers.restartPostgres();
                    trial.changes.steps(40);
                }))
                .isEmpty();
    }

    @Test
    void slotWhoseSenderIsEndedIsTakenByTheNextConnection() throws Exception {
        Servers servers = FaultMatrixTest.servers();
        assertThat(disturbed("terminated", trial -> {
                    try (Connection connection = servers.connect();
                            Statement sql = connection.createStatement();
                            ResultSet ended = sql.executeQuery("select pg_terminate_backend(active_pid)"
                                    + " from pg_replication_slots where slot_name = '"
                                    + trial.place.name() + "'")) {
                        assertThat(ended.next()).isTrue();
                        assertThat(ended.getBoolean(1)).isTrue();
                    }
                    trial.changes.steps(40);
                }))
                .isEmpty();
    }

    @Test
    void lineToTheDatabaseThatIsCutIsTriedAgain() throws Exception {
        Servers servers = FaultMatrixTest.servers();
        assertThat(disturbed("cutpostgres", trial -> {
                    servers.toPostgres.cut();
                    try {
                        trial.changes.steps(40);
                    } finally {
                        servers.toPostgres.mend();
                    }
                }))
                .isEmpty();
    }

    @Test
    void lineToTheBrokerThatIsCutIsTriedAgain() throws Exception {
        Servers servers = FaultMatrixTest.servers();
        assertThat(disturbed("cutkafka", trial -> {
                    servers.toKafka.cut();
                    try {
                        trial.changes.steps(40);
                    } finally {
                        servers.toKafka.mend();
                    }
                }))
                .isEmpty();
    }

    @Test
    void databaseThatStaysAwayIsToldToWhoWaitsForTheCapture() throws Exception {
        Servers servers = FaultMatrixTest.servers();
        try (Trial trial = Trial.named("away");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
            trial.changes.steps(40);
            keeper.catchUp();
            servers.toPostgres.cut();
            try {
                trial.changes.steps(80);
                keeper.tellToEnd();
                keeper.awaitFailures(2);
            } finally {
                servers.toPostgres.mend();
            }
            assertThat(keeper.end())
                    .allSatisfy(failure -> assertThat(failure).startsWith("No marker could be written to 127.0.0.1:"));
            trial.requireSame();
        }
    }

    private static List<String> disturbed(String name, Fault fault) throws Exception {
        try (Trial trial = Trial.named(name);
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
            trial.changes.steps(40);
            keeper.catchUp();
            trial.changes.steps(10);
            fault.happen(trial);
            trial.changes.steps(40);
            List<String> failures = keeper.end();
            trial.requireSame();
            return failures;
        }
    }

    private interface Fault {
        void happen(Trial trial) throws Exception;
    }
}
