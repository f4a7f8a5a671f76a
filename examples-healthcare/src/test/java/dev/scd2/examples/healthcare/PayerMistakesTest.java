package dev.scd2.examples.healthcare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scd2.examples.healthcare.PayerShell.Said;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever makes a mistake is told in one line what it is. */
class PayerMistakesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "SCD2_PG_URL, jdbc:postgresql://127.0.0.1:PORT/payer?user=payer",
        "SCD2_KAFKA_BOOTSTRAP, 127.0.0.1:PORT",
        "SCD2_S3_ENDPOINT, http://127.0.0.1:PORT"
    })
    void nobodyListensAtTheAddress(String variable, String address) throws Exception {
        String port = Integer.toString(closedPort());
        Instant start = Instant.now();
        Said said = run(Map.of(variable, address.replace("PORT", port)));
        requireOneLine(said, variable, port, "refused", "Check");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "SCD2_PG_URL, postgresql://payer:pa55word@127.0.0.1/payer",
        "SCD2_PG_URL, jdbc:mysql://127.0.0.1/payer?password=pa55word",
        "SCD2_PG_URL, jdbc:postgresql://127.0.0.1:port/payer?password=pa55word",
        "SCD2_KAFKA_BOOTSTRAP, 127.0.0.1",
        "SCD2_KAFKA_BOOTSTRAP, 127.0.0.1:99999",
        "SCD2_S3_ENDPOINT, 127.0.0.1:9000",
        "SCD2_S3_ENDPOINT, nonsense"
    })
    void whatIsNoAddressIsNotRepeatedAndTheRightShapeIsShown(String variable, String address) {
        Said said = run(Map.of(variable, address));
        requireOneLine(said, variable + " is no address", "It should look like");
        assertThat(said.err()).doesNotContain("pa55word");
    }

    @Test
    void aMissingKeyOfTheStoreIsNamed() throws Exception {
        try (ServerSocket store = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String endpoint = "http://127.0.0.1:" + store.getLocalPort();
            requireOneLine(run(Map.of("SCD2_S3_ENDPOINT", endpoint)), "SCD2_S3_ACCESS_KEY is missing");
            requireOneLine(
                    run(Map.of("SCD2_S3_ENDPOINT", endpoint, "SCD2_S3_ACCESS_KEY", "key")),
                    "SCD2_S3_SECRET_KEY is missing");
        }
    }

    @Test
    void serversOfOnesOwnAreNotMadeFresh() {
        Said said = new PayerShell(directory, Map.of("SCD2_PG_URL", "jdbc:postgresql://127.0.0.1/payer"))
                .xs("run", "--fresh");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).startsWith("--fresh deletes only what is in ").contains("without --fresh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load",
                "transform",
                "check",
                "retro",
                "asof member M1 --on 2024-07-10",
            })
    void aCommandThatWouldFindTheStandInEmptyIsRefused(String command) throws Exception {
        String[] words = (command + " --warehouse snowflake").split(" ", -1);
        requireOneLine(new PayerShell(directory).say(words), "SCD2_SNOWFLAKE_URL is not set", "./payer run");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anAccountOfOnesOwnIsNotMadeFresh() {
        Map<String, String> account = Map.of("SCD2_SNOWFLAKE_URL", "jdbc:snowflake://127.0.0.1:1/");
        Said said = new PayerShell(directory, account).xs("run", "--fresh", "--warehouse", "snowflake");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).startsWith("--fresh deletes only what is in ").contains("without --fresh");
    }

    @Test
    void whoCannotLogInToSnowflakeIsToldWithoutThePassword() throws Exception {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory)) {
            PayerShell stranger = new PayerShell(
                    directory,
                    Map.of(
                            "SCD2_SNOWFLAKE_URL",
                            snowflake.url() + "?account=standin&db=DB&schema=PUBLIC&ssl=off",
                            "SCD2_SNOWFLAKE_USER",
                            "tester",
                            "SCD2_SNOWFLAKE_PASSWORD",
                            "hunter2"));
            Said said = stranger.say("retro", "--warehouse", "snowflake");
            requireOneLine(said, "Cannot log in to ", "the user or the secret is wrong", "SCD2_SNOWFLAKE_URL");
            assertThat(said.out() + said.err()).doesNotContain("hunter2", "tester");
        }
        PayerShell lost = new PayerShell(directory, Map.of("SCD2_SNOWFLAKE_URL", "https://hunter2@snowflake"));
        Said said = lost.say("retro", "--warehouse", "snowflake");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("SCD2_SNOWFLAKE_URL").doesNotContain("hunter2");
    }

    @Test
    void aSecondRunOnTheSameDirectoryIsTold() throws Exception {
        try (PayerInChild first = new PayerInChild("run", "--preset", "xs", "--dir", directory.toString())) {
            assertThat(first.awaitLine("start ")).as(first.said()).isNotNull();
            Said second = run(Map.of());
            requireOneLine(second, "Another run is using " + directory, "--dir");
        }
        PayerInChild.awaitNoneBelow(directory);
    }

    @Test
    void aDirectoryThatPayerDidNotMakeIsLeftAsItIs() throws Exception {
        Path letter = Files.writeString(directory.resolve("letter.txt"), "dear reader");
        requireOneLine(new PayerShell(directory).xs("run", "--fresh"), "was not made by payer", "--dir");
        requireOneLine(new PayerShell(directory).xs("run"), "was not made by payer", "--dir");
        try (var list = Files.list(directory)) {
            assertThat(list).containsExactly(letter);
        }
    }

    @Test
    void whatAKilledFreshLeftIsStillOurs() throws Exception {
        Files.writeString(directory.resolve(".payer-lock"), "");
        Files.writeString(directory.resolve("simulated.txt.next"), "pre");
        Said said = new PayerShell(directory, Map.of("SCD2_KAFKA_BOOTSTRAP", "nonsense")).xs("run");
        requireOneLine(said, "SCD2_KAFKA_BOOTSTRAP");
        assertThat(directory.resolve("simulated.txt")).hasContent("preset xs, seed 42");
    }

    @ParameterizedTest
    @CsvSource({"--preset, s, 'preset s, seed 42'", "--seed, 7, 'preset default, seed 7'"})
    void anotherSimulationOnTheSameDirectoryIsRefused(String option, String value, String asked) throws Exception {
        Files.writeString(directory.resolve("simulated.txt"), "preset xs, seed 42");
        Said said = new PayerShell(directory).say("run", option, value);
        requireOneLine(said, "holds preset xs, seed 42", asked, "--fresh", "--dir");
    }

    @Test
    void whatIsNoPresetOrCommandEndsWithTwo() {
        PayerShell shell = new PayerShell(directory);
        assertThat(shell.say("run", "--preset", "huge"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(2))
                .satisfies(said -> assertThat(said.err()).contains("huge", "xs"));
        assertThat(shell.say("rnu").code()).isEqualTo(2);
        assertThat(shell.say("asof", "member", "M1", "--on", "yesterday").code())
                .isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPlaceWhereNoDirectoryCanBeIsTold() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        Said said = new PayerShell(file.resolve("below")).xs("run");
        requireOneLine(said, "The directory " + file.resolve("below") + " cannot be used", "--dir");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            List<ThrowingCallable> starts = List.of(
                    () -> EmbeddedPostgres.in(directory.resolve("p"))
                            .port(port)
                            .start()
                            .close(),
                    () -> EmbeddedKafka.in(directory.resolve("k"))
                            .port(port)
                            .start()
                            .close(),
                    () -> EmbeddedS3.in(directory.resolve("s"))
                            .port(port)
                            .start()
                            .close());
            starts.forEach(start ->
                    assertThatThrownBy(start).hasMessageStartingWith("Port " + port + " is in use. Stop the program"));
        }
    }

    /** Needs a small file system of its own, and therefore root on Linux. */
    @ParameterizedTest
    @CsvSource({"25", "45"})
    void aFullDiskIsToldAndWithRoomTheRunGoesOn(int megabytes) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                mount("-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", disk.toString()),
                "no file system can be mounted here");
        try {
            String[] words = {
                "run", "--preset", "xs", "--dir", disk.resolve("run").toString()
            };
            try (PayerInChild full = new PayerInChild(words)) {
                assertThat(full.awaitEnd()).as(full.said()).isEqualTo(1);
                assertThat(full.said().lines().filter(line -> line.startsWith("payer: ")))
                        .singleElement()
                        .asString()
                        .containsPattern("(?i)no space|room|disk");
                assertThat(full.said()).doesNotContain("\tat ");
            }
            assertThat(mount("-o", "remount,size=300m", disk.toString())).isTrue();
            try (PayerInChild roomy = new PayerInChild(words)) {
                assertThat(roomy.awaitEnd()).as(roomy.said()).isZero();
            }
        } finally {
            PayerInChild.awaitNoneBelow(disk);
            shell("umount", disk.toString());
        }
    }

    private Said run(Map<String, String> environment) {
        return new PayerShell(directory, environment).xs("run");
    }

    private static void requireOneLine(Said said, String... parts) {
        List<String> told =
                said.err().lines().filter(line -> line.startsWith("payer: ")).toList();
        assertThat(said.code()).as(said.err()).isEqualTo(1);
        assertThat(told).as(said.err()).singleElement().asString().contains(parts);
        assertThat(said.err()).doesNotContain("\tat ").doesNotContain("Exception:");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean mount(String... options) throws Exception {
        String[] command = new String[options.length + 1];
        command[0] = "mount";
        System.arraycopy(options, 0, command, 1, options.length);
        return shell(command);
    }

    private static boolean shell(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
