package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scd2.lake.embedded.FaultyS3;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An S3 store that fails, and a disk that is full. */
abstract class StoreFaults {
    @TempDir
    Path directory;

    /** Where the connection ends behind a write that was done, the next attempt meets its own file (412) and knows it. */
    @ParameterizedTest
    @EnumSource(FaultyS3.Kind.class)
    void requestsToTheStoreThatFailOnceAreMadeAgain(FaultyS3.Kind kind) throws Exception {
        FaultyS3 faulty = FaultMatrixTest.servers().faulty;
        try (Trial trial = Trial.named("s3" + kind.ordinal());
                Keeper keeper = new Keeper(behind(faulty, trial))) {
            trial.changes.steps(40);
            keeper.catchUp();
            for (String request : List.of(
                    "PUT .*entity=member.*",
                    "PUT .*entity=claim.*",
                    "PUT .*manifest.*",
                    "GET .*list-type.*",
                    "GET .*entity=.*parquet.*")) {
                fail(faulty, kind, trial, request);
            }
            trial.changes.steps(80);
            assertThat(keeper.end()).isEmpty();
            assertThat(faulty.waiting()).as("faults that met no request").isZero();
            trial.requireSame();
        }
    }

    @Test
    void storeThatKeepsFailingIsToldAndGoneOnWithWhenItIsWell() throws Exception {
        FaultyS3 faulty = FaultMatrixTest.servers().faulty;
        try (Trial trial = Trial.named("s3dead");
                Keeper keeper = new Keeper(behind(faulty, trial))) {
            trial.changes.steps(40);
            keeper.catchUp();
            IntStream.range(0, 6).forEach(again -> fail(faulty, FaultyS3.Kind.STATUS_500, trial, "PUT .*entity=.*"));
            trial.changes.steps(80);
            assertThat(keeper.end())
                    .singleElement()
                    .asString()
                    .contains("Cannot write entity=", "status 500 after 6 attempts");
            assertThat(faulty.waiting()).isZero();
            trial.requireSame();
        }
    }

    /** Needs a small file system of its own, and therefore root on Linux. */
    @Test
    void fullDiskIsToldAndWithRoomTheChainGoesOn() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                isDone("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
                "no file system can be mounted here");
        try (Trial trial = Trial.named("disk")) {
            Place place = trial.place.in(disk);
            try (Keeper keeper = new Keeper(Chain.Plan.at(place))) {
                trial.changes.steps(40);
                keeper.catchUp();
                Path ballast = fill(disk);
                trial.changes.steps(40);
                keeper.awaitFailures(1);
                Files.delete(ballast);
                trial.changes.steps(40);
                assertThat(keeper.end())
                        .isNotEmpty()
                        .allSatisfy(failure -> assertThat(failure).containsPattern("(?i)no space|space left|disk"));
            }
            trial.requireSame(place);
        } finally {
            isDone("umount", disk.toString());
        }
    }

    private static Chain.Plan behind(FaultyS3 faulty, Trial trial) {
        return Chain.Plan.at(
                trial.place.with(faulty.before(trial.place.bucket()).endpoint()));
    }

    private static void fail(FaultyS3 faulty, FaultyS3.Kind kind, Trial trial, String request) {
        faulty.next(
                kind,
                asked -> asked.contains("/" + trial.place.name())
                        && asked.replace("%3D", "=").matches(request));
    }

    private static Path fill(Path disk) throws IOException {
        Path ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            return ballast;
        }
    }

    private static boolean isDone(String... command) throws InterruptedException {
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
