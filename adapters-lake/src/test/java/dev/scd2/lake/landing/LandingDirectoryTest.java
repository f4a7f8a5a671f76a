package dev.scd2.lake.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.Reason;
import dev.scd2.error.SourceException;
import dev.scd2.lake.landing.LandingDirectory.Manifests;
import dev.scd2.sql.cases.InterruptedIntake;
import dev.scd2.store.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingDirectoryTest {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_2 = Instant.parse("2026-01-02T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("dues", ColumnType.decimal(10, 2))
            .build();

    @TempDir
    Path directory;

    private final InMemoryStore store = InMemoryStore.of(MEMBER);
    private Drops drops = new Drops(Path.of(""));

    @BeforeEach
    void dropHere() {
        drops = new Drops(directory);
    }

    @Test
    void filesOfBothKindsAreReadByLoadTimeThenByName() throws IOException {
        drops.drop("c.csv", DAY_2, "member_id,plan,dues\nM1,from c,1\nM2,\"a \"\"quoted\"\", plan\",2.50\n");
        drops.drop(
                "a.jsonl",
                DAY_1,
                "{\"member_id\": \"M1\", \"plan\": \"from a\", \"dues\": 3}\n\n"
                        + "{\"member_id\": \"M3\", \"plan\": null}");
        drops.drop("b.csv.gz", DAY_1, Drops.gzip("member_id,plan,dues\r\nM1,from b,4\r\n"));
        drops.drop("readme.txt", DAY_1, "none of ours");
        drops.drop(".d.csv", DAY_1, "hidden");
        List<String> loads = new ArrayList<>();
        LandingDirectory source = source().to(TableMapping.of(MEMBER));
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            while (!reader.isCaughtUp()) {
                reader.next(Duration.ZERO).ifPresent(batch -> {
                    loads.add(batch.loadId() + " " + batch.systemTime().orElseThrow());
                    History.of(store).apply(batch);
                });
            }
        }
        assertThat(loads).containsExactly("a.jsonl " + DAY_1, "b.csv.gz " + DAY_1, "c.csv " + DAY_2);
        assertThat(InterruptedIntake.current(store))
                .containsExactly("[M1] [from c, 1.00]", "[M2] [a \"quoted\", plan, 2.50]", "[M3] [null, null]");
        assertThat(InterruptedIntake.told(store).get(0)).contains("from b").doesNotContain("from a");
    }

    @Test
    void aFileIsKnownByItsContentUnderAnyName() throws IOException {
        drops.drop("a.csv", DAY_1, "member_id,plan,dues\nM1,gold,1\n");
        assertThat(catchUp().batches()).isEqualTo(1);
        drops.drop("again.csv", DAY_2, "member_id,plan,dues\nM1,gold,1\n");
        assertThat(catchUp()).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
        Files.delete(directory.resolve("a.csv"));
        assertThat(catchUp()).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
        drops.drop("a.csv", DAY_2, "member_id,plan,dues\nM1,silver,1\n");
        assertThat(catchUp().accepted()).isEqualTo(1);
    }

    @Test
    void aFileThatArrivesLateWithAnEarlierLoadTimeIsNotLost() {
        drops.drop("b.csv", DAY_2, "member_id,plan,dues\nM1,silver,1\n");
        catchUp();
        drops.drop("a.csv", DAY_1, "member_id,plan,dues\nM1,gold,1\n");
        assertThat(catchUp().accepted()).isEqualTo(1);
        assertThat(InterruptedIntake.told(store)).hasSize(2);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [silver, 1.00]");
    }

    @Test
    void theManifestSaysLoadTimeAndLoadIdAndIsWaitedForWhereItMust() {
        String text = "member_id,plan,dues\nM1,gold,1\n";
        drops.drop("a.csv", DAY_2, text);
        LandingDirectory source = source().manifests(Manifests.REQUIRED).to(TableMapping.of(MEMBER));
        assertThat(catchUp(source).batches()).isZero();
        drops.manifest(
                "a.csv",
                "rows",
                1,
                "sha256",
                Drops.sha256(text),
                "loadTime",
                "2026-01-01T01:00:00+01:00",
                "loadId",
                "7");
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            Batch batch = reader.next(Duration.ZERO).orElseThrow();
            assertThat(batch.loadId()).isEqualTo("7");
            assertThat(batch.systemTime()).contains(DAY_1);
        }
        assertThat(catchUp(source).accepted()).isEqualTo(1);
        assertThat(InterruptedIntake.told(store).get(0)).contains(DAY_1.toString());
    }

    @Test
    void aHalfWrittenFileIsNotReadAndToldWhenAllOthersWere() {
        String whole = "member_id,plan,dues\nM1,gold,1\nM2,gold,1\n";
        drops.drop("a.csv", DAY_1, whole.substring(0, 31));
        drops.manifest("a.csv", "sha256", Drops.sha256(whole));
        drops.drop("b.csv", DAY_1, "member_id,plan,dues\nM3,gold,1\n");
        drops.manifest("b.csv", "rows", 2);
        drops.drop("c.csv", DAY_1, "member_id,plan,dues\nM4,gold,1\n");
        drops.drop("d.csv", DAY_1, "member_id,plan,dues\nM5,gold,1\n");
        drops.manifest("d.csv", "rows", "one");
        assertThatThrownBy(this::catchUp)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a.csv was not read: its checksum is not that of its manifest.")
                .hasMessageContaining("b.csv was not read: it has 1 rows, and its manifest says 2.")
                .hasMessageContaining("d.csv was not read: its manifest is no JSON object");
        assertThat(InterruptedIntake.current(store)).containsExactly("[M4] [gold, 1.00]");

        drops.drop("a.csv", DAY_2, whole);
        Map<String, String> told = new LinkedHashMap<>();
        LandingDirectory source = source().refused((path, why) -> told.put(String.valueOf(path.getFileName()), why))
                .to(TableMapping.of(MEMBER));
        assertThat(catchUp(source).accepted()).isEqualTo(2);
        assertThat(told.keySet()).containsExactlyInAnyOrder("b.csv", "d.csv");
    }

    @Test
    void aFileOfWhichALineIsUnreadableFailsAsAWholeWithLineAndReasonAndWithoutValues() {
        drops.drop("a.csv", DAY_1, "member_id,plan,dues\nM1,\"gold\nold\",1\n\nM2,secret\n");
        drops.drop("b.csv", DAY_1, "member_id,plan,dues\nM1,gold,1\nM2,gold,1\nM3,\"secret,1\nM4,gold,1\n");
        drops.drop("c.csv", DAY_1, "member_id,plan,dues\nM1,\"secret\"x,1\n");
        drops.drop("d.csv", DAY_1, "member_id,plan,plan\nM1,secret,1\n");
        drops.drop("e.jsonl", DAY_1, "{\"member_id\": \"M1\"}\n\n{\"member_id\": \"secret\n");
        drops.drop("f.jsonl", DAY_1, "{\"member_id\": \"M1\"}\n[\"secret\"]\n");
        drops.drop("g.csv", DAY_1, new byte[] {'i', 'd', '\n', (byte) 0xc3, (byte) 0x28});
        drops.drop("h.csv.gz", DAY_1, "not packed");
        drops.drop("i.jsonl", DAY_1, "{\"member_id\": \"M1\"} {\"member_id\": \"secret\"}\n");
        assertThatThrownBy(this::catchUp)
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        String.join(
                                "\n",
                                "a.csv was not read: line 5: the row has 2 columns, the header has 3.",
                                "b.csv was not read: line 4: a quote is not closed, or text follows a closing quote.",
                                "c.csv was not read: line 2: a quote is not closed, or text follows a closing quote.",
                                "d.csv was not read: line 1: a column has no name, or that of another one.",
                                "e.jsonl was not read: line 3: not readable as one JSON object, in which no name comes twice.",
                                "f.jsonl was not read: line 2: not a JSON object.",
                                "g.csv was not read: line 1: at or behind it the text is not UTF-8.",
                                "h.csv.gz was not read: it is no whole gzip file.",
                                "i.jsonl was not read: line 1: not readable as one JSON object, in which no name comes twice."));
        assertThat(InterruptedIntake.told(store)).isEmpty();
    }

    @Test
    void aValueOfTheWrongTypeGoesToQuarantineAndTheOthersGoOn() {
        drops.drop(
                "a.csv",
                DAY_1,
                "member_id,plan,dues,comment\nM1,gold,much,x\nM2,gold,1.005,x\n,gold,1,x\nM3,gold,,x\n");
        assertThat(catchUp()).isEqualTo(new IntakeResult(1, 1, 0, 3, 0));
        assertThat(store.quarantine())
                .extracting(Rejection::reason)
                .containsExactly(Reason.WRONG_TYPE, Reason.WRONG_TYPE, Reason.NULL_KEY);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M3] [gold, null]");
    }

    @Test
    void validTimeAndOperationAreWhatTheirColumnsSay() {
        drops.drop(
                "a.csv",
                DAY_2,
                "op,member_id,plan,dues,since\nI,M1,gold,1,2026-01-01T12:00:00\nI,M2,gold,1,2026-01-01 12:00:00\n"
                        + "D,M2,,,2026-06-01 12:00:00\nI,M3,gold,1,some day\n");
        LandingDirectory source = source().column("since", ColumnType.TIMESTAMP)
                .localTimesIn(ZoneId.of("America/Chicago"))
                .operation("op", Map.of("I", Operation.INSERT, "D", Operation.DELETE))
                .to(TableMapping.of(MEMBER).validFrom("since", ZoneOffset.UTC).deletedFrom("since"));
        catchUp(source);
        assertThat(InterruptedIntake.told(store))
                .hasSize(3)
                .anySatisfy(told -> assertThat(told).contains("[M1]").contains("2026-01-01T18:00:00Z"))
                .anySatisfy(told -> assertThat(told).contains("[M2]").contains("2026-06-01T17:00:00Z"))
                .anySatisfy(told -> assertThat(told).startsWith("NULL_TIME"));
        drops.drop("b.csv", DAY_2, "op,member_id,plan,dues,since\nI,M4,gold,1,\nX,M5,gold,1,\n");
        assertThatThrownBy(() -> catchUp(source)).hasMessageContaining("line 3: column op holds none of");
    }

    @Test
    void anEmptyFileAndOneOfOnlyAHeaderAreReadOnce() {
        drops.drop("a.csv", DAY_1, "");
        drops.drop("b.csv", DAY_1, "member_id,plan,dues\n");
        drops.drop("c.jsonl", DAY_1, "\n");
        assertThat(catchUp()).isEqualTo(new IntakeResult(3, 0, 0, 0, 0));
        assertThat(catchUp()).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
    }

    @Test
    void interruptionsAnywhereLeaveWhatAnUndisturbedRunLeaves() throws IOException {
        int interruptions = 0;
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            Path here = Files.createDirectory(directory.resolve("seed" + seed));
            drops = new Drops(here);
            InMemoryStore undisturbed = InMemoryStore.of(MEMBER);
            InMemoryStore disturbed = InMemoryStore.of(MEMBER);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 4; i++) {
                    dropRandomly(random, round + "-" + i);
                }
                Intake.of(LandingDirectory.at(here, MEMBER).to(TableMapping.of(MEMBER)), History.of(undisturbed))
                        .catchUp();
                LandingDirectory small = LandingDirectory.at(here, MEMBER)
                        .batchRows(1 + random.nextInt(5))
                        .to(TableMapping.of(MEMBER));
                interruptions += InterruptedIntake.catchUp(small, History.of(disturbed), random);
            }
            assertThat(undisturbed.quarantine()).as("seed %d", seed).isNotEmpty();
            assertThat(InterruptedIntake.current(undisturbed))
                    .as("seed %d", seed)
                    .isNotEmpty();
            assertThat(InterruptedIntake.told(disturbed))
                    .as("seed %d", seed)
                    .isEqualTo(InterruptedIntake.told(undisturbed));
        }
        assertThat(interruptions).isGreaterThan(50);
    }

    /** Load times go up and down; now and then a file comes twice. */
    private void dropRandomly(Random random, String name) {
        boolean isCsv = random.nextBoolean();
        StringBuilder text = new StringBuilder(isCsv ? "member_id,plan,dues\n" : "");
        int rows = random.nextInt(12);
        for (int i = 0; i < rows; i++) {
            String id = "M" + random.nextInt(5);
            String dues = random.nextInt(8) == 0 ? "wrong" : String.valueOf(random.nextInt(3));
            String plan = "p" + random.nextInt(3);
            text.append(
                    isCsv
                            ? id + "," + plan + "," + dues + "\n"
                            : "{\"member_id\":\"" + id + "\",\"plan\":\"" + plan + "\",\"dues\":\"" + dues + "\"}\n");
        }
        Instant time = DAY_1.plusSeconds(random.nextInt(6));
        String file = name + (isCsv ? ".csv" : ".jsonl");
        drops.drop(file, time, text.toString());
        if (random.nextBoolean()) {
            drops.manifest(file, "loadTime", time.plusSeconds(random.nextInt(3)).toString(), "loadId", name);
        }
        if (random.nextInt(4) == 0) {
            drops.drop("twice-" + file, time.plusSeconds(9), text.toString());
        }
    }

    @Test
    void aMissingDirectoryIsSaid() {
        LandingDirectory source =
                LandingDirectory.at(directory.resolve("none"), MEMBER).to(TableMapping.of(MEMBER));
        assertThatThrownBy(() -> catchUp(source))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("none");
    }

    private LandingDirectory.Builder source() {
        return LandingDirectory.at(directory, MEMBER).named("landing");
    }

    private IntakeResult catchUp() {
        return catchUp(source().to(TableMapping.of(MEMBER)));
    }

    private IntakeResult catchUp(LandingDirectory source) {
        return Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
    }
}
