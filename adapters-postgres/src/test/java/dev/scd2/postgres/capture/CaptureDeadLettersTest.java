package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captured changes that cannot be read: here those whose mapping fails. */
class CaptureDeadLettersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final RowMapping READABLE = TableMapping.of(Told.ITEM);
    private static final RowMapping PICKY = row -> {
        if (row.after().toString().contains("poison")) {
            throw new IllegalArgumentException("not this one");
        }
        return READABLE.changes(row);
    };

    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;

    private final DimensionStore store = InMemoryStore.of(Told.ITEM);
    private final PostgresCapture capture =
            CaptureSourceTest.capture(postgres).initialSnapshot().build();
    private Connection connection;
    private Statement sql;

    @BeforeAll
    static void startServer() {
        postgres = EmbeddedPostgres.in(directory.resolve("postgres")).start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void prepare() throws SQLException {
        connection = postgres.dataSource().getConnection();
        sql = connection.createStatement();
        RandomItems.createTable(sql, true);
        sql.execute("insert into shop.item values (1, 'there', null), (2, 'poison', 'there'), (3, 'there', null)");
        capture.prepare(connection);
    }

    @AfterEach
    void drop() throws SQLException {
        capture.drop(connection);
        sql.execute("drop schema shop cascade");
        connection.close();
    }

    @Test
    void changesThatCannotBeReadAreKeptWithTheReasonAndReadingGoesOn() throws Exception {
        Path file = directory.resolve("letters.jsonl");
        CaptureSource source = source(DeadLetters.file(file));
        assertThat(catchUp(source).accepted()).isEqualTo(2);
        assertThat(letters(file)).hasSize(1);
        sql.execute("insert into shop.item values (4, 'poison', 'new'), (5, 'new', null)");
        sql.execute("update shop.item set name = 'well' where id = 2");
        sql.execute("insert into shop.item values (6, 'poison', 'last')");
        IntakeResult result = catchUp(source);
        assertThat(result.rejected()).isZero();
        assertThat(Told.now(store))
                .containsExactly("[1] [there, null]", "[2] [well, there]", "[3] [there, null]", "[5] [new, null]");
        assertThat(letters(file))
                .extracting(letter -> letter.path("key").asText())
                .containsExactly("{\"id\":2}", "{\"id\":4}", "{\"id\":6}");
        assertThat(letters(file)).allSatisfy(letter -> {
            assertThat(letter.path("source").asText()).isEqualTo("shop.item");
            assertThat(letter.path("place").asLong()).isPositive();
            assertThat(letter.path("reason").asText())
                    .isEqualTo("the mapping of its row failed with IllegalArgumentException");
            assertThat(letter.path("value").asText()).contains("\"name\":\"poison\"");
        });
        catchUp(source);
        assertThat(letters(file)).as("read again").hasSize(3);
        assertThat(capture.lag(connection).unconfirmedBytes())
                .as("the slot goes on behind a letter")
                .isLessThan(100_000);
    }

    @Test
    void aLineThatWasLeftHalfIsEndedBeforeTheNext() throws IOException {
        Path file = Files.writeString(directory.resolve("half.jsonl"), "{\"source\":\"sh");
        catchUp(source(DeadLetters.file(file)));
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(1)).contains("poison"));
    }

    @Test
    void lettersThatAreNotKeptFailTheSourceAndNothingOfTheirBatchIsCommitted() {
        CaptureSource source = source(letters -> {
            throw new IOException("no space");
        });
        assertThatThrownBy(() -> catchUp(source))
                .isInstanceOf(SourceException.class)
                .hasMessage("The dead letters of shop.item were not kept: IOException.")
                .hasRootCauseMessage("no space");
        assertThat(Told.now(store)).isEmpty();
        assertThat(store.reached("shop.item", 0)).isEmpty();
    }

    @Test
    void withoutAPlaceForThemTheSourceFailsAndSaysWhatToDo() {
        CaptureSource source =
                CaptureSource.of(capture, Told.ITEM).mapping(PICKY).build();
        assertThatThrownBy(() -> catchUp(source))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("cannot be read: the mapping of its row failed with IllegalArgumentException")
                .hasMessageContaining("deadLetters")
                .hasMessageNotContaining("poison");
    }

    @Test
    void aLetterShowsNoValue() {
        assertThat(new DeadLetter("shop.item", 7, "{\"id\":2}", "{\"name\":\"Ann\"}", "why"))
                .hasToString("DeadLetter[shop.item at 7: why]");
    }

    private CaptureSource source(DeadLetters keeper) {
        return CaptureSource.of(capture, Told.ITEM)
                .mapping(PICKY)
                .deadLetters(keeper)
                .build();
    }

    private IntakeResult catchUp(CaptureSource source) {
        return Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
    }

    private static List<JsonNode> letters(Path file) throws IOException {
        List<JsonNode> letters = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            letters.add(JSON.readTree(line));
        }
        return letters;
    }
}
