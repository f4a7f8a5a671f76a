package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything is read, by name. */
class CaptureStartTest {
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private Connection connection;
    private Statement sql;
    private PostgresCapture capture;

    @BeforeAll
    static void startServer() {
        postgres = EmbeddedPostgres.in(directory.resolve("postgres")).start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = postgres.dataSource().getConnection();
        sql = connection.createStatement();
        RandomItems.createTable(sql, true);
        capture = CaptureSourceTest.capture(postgres).build();
    }

    @AfterEach
    void dropTables() throws SQLException {
        capture.drop(connection);
        sql.execute("drop schema if exists shop cascade");
        connection.close();
    }

    @Test
    void whatIsNotPreparedIsSaidByName() throws SQLException {
        assertRefused(Told.ITEM, "no publication 'item'");
        sql.execute("create publication item for table shop.item with (publish = 'insert, update')");
        assertRefused(Told.ITEM, "'item' does not publish: delete, truncate");
        sql.execute("alter publication item set (publish = 'insert, update, delete, truncate')");
        assertRefused(Told.ITEM, "no replication slot 'item'");
        sql.execute("create table shop.other (id int)");
        sql.execute("alter publication item set table shop.other");
        assertRefused(Told.ITEM, "'item' does not hold table shop.item");
        sql.execute("alter publication item set table shop.item (id, name)");
        assertRefused(Told.ITEM, "publication 'item' does not tell: column note.");
        sql.execute("drop schema shop cascade");
        assertRefused(Told.ITEM, "no table shop.item");
    }

    @Test
    void columnsThatAreMissingOrOfOtherTypesAreSaidByName() {
        capture.prepare(connection);
        Dimension wide = Dimension.named("item")
                .key("id", ColumnType.LONG)
                .track("name", ColumnType.DATE)
                .track("note", ColumnType.LONG)
                .build();
        assertRefused(wide, "name is text and should be a date; note is text and should be a long");
        Dimension more = Dimension.named("item")
                .key("id", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        assertRefused(more, "column plan. Add it, or say that the table does not tell it (unsaid).");
        CaptureSource without = CaptureSource.of(capture, more).unsaid("plan").build();
        assertThatCode(() -> without.read(InMemoryStore.of(more)::reached).close())
                .doesNotThrowAnyException();
        CaptureSource mapped = CaptureSource.of(capture, more)
                .mapping(row -> List.of())
                .column("since", ColumnType.DATE)
                .build();
        assertThatThrownBy(() -> mapped.read(InMemoryStore.of(more)::reached))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("column since.");
    }

    /** Debezium's engine may hang when it is stopped while it starts: one in four did. */
    @Test
    void readerThatIsClosedAtOnceStops() {
        capture.prepare(connection);
        CaptureSource source = CaptureSource.of(capture, Told.ITEM).build();
        for (int i = 0; i < 12; i++) {
            assertThatCode(() ->
                            source.read(InMemoryStore.of(Told.ITEM)::reached).close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void naturalKeyThatARowDoesNotTellWhenItIsGoneIsSaid() throws SQLException {
        capture.prepare(connection);
        sql.execute("alter table shop.item replica identity default");
        Dimension byName = Dimension.named("item")
                .key("name", ColumnType.TEXT)
                .track("note", ColumnType.TEXT)
                .build();
        assertRefused(
                byName, "does not tell its name. Let the table tell whole rows: alter table \"shop\".\"item\" replica");
        sql.execute("alter table shop.item replica identity nothing");
        assertRefused(Told.ITEM, "does not tell its id.");
        sql.execute("alter table shop.item alter column name set not null");
        sql.execute("create unique index by_name on shop.item (name)");
        sql.execute("alter table shop.item replica identity using index by_name");
        CaptureSource source = CaptureSource.of(capture, byName).build();
        assertThatCode(() -> source.read(InMemoryStore.of(byName)::reached).close())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int2 | long decimal(5,0) decimal(9,0) decimal(20,0) decimal(9,2) decimal(38,10) double text",
                "bigint | long decimal(5,0) decimal(9,0) decimal(20,0) decimal(9,2) decimal(38,10) double text",
                "numeric(9,2) | decimal(9,2) decimal(38,10) double text",
                "numeric(9,0) | long decimal(9,0) decimal(20,0) decimal(38,10) double text",
                "numeric | decimal(5,0) decimal(9,0) decimal(20,0) decimal(9,2) decimal(38,10) double text",
                "real | double text",
                "boolean | boolean text",
                "date | date",
                "timestamp(3) | timestamp",
                "timestamptz | timestamp text",
                "bytea | bytes",
                "uuid | text",
                "jsonb | text",
                "text[] | text",
                "date[] | nothing",
                "time | nothing",
                "point | nothing",
                "shop.state | text",
                "shop.cents | decimal(9,2) decimal(38,10) double text",
            })
    void typeOfTheTableDecidesWhatItCanBecome(String type, String becomes) throws SQLException {
        sql.execute("create type shop.state as enum ('new', 'old')");
        sql.execute("create domain shop.cents as numeric(9, 2) check (value > 0)");
        sql.execute("alter table shop.item add value " + type);
        for (String wanted : List.of(
                "long",
                "decimal(5,0)",
                "decimal(9,0)",
                "decimal(20,0)",
                "decimal(9,2)",
                "decimal(38,10)",
                "double",
                "boolean",
                "date",
                "timestamp",
                "bytes",
                "text")) {
            boolean fits = List.of(becomes.split(" ")).contains(wanted);
            assertThat(TableColumn.of(connection, TableName.of("shop.item"))
                            .get("value")
                            .fits(ColumnType.named(wanted)))
                    .as("%s as %s", type, wanted)
                    .isEqualTo(fits);
        }
    }

    @Test
    void slotThatIsAheadOfTheStoreIsAHole() throws SQLException {
        capture.prepare(connection);
        DimensionStore store = InMemoryStore.of(Told.ITEM);
        CaptureSource source = CaptureSource.of(capture, Told.ITEM).build();
        sql.execute("insert into shop.item values (1, 'a', null)");
        Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
        Position reached = store.reached("shop.item", 0).orElseThrow();
        capture.drop(connection);
        sql.execute("insert into shop.item values (2, 'lost', null)");
        sql.execute("create publication item for table shop.item");
        sql.execute("select pg_create_logical_replication_slot('item', 'pgoutput')");
        assertThatThrownBy(() -> source.read((name, partition) -> Optional.of(reached)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("made anew, or somebody else reads it");
    }

    @Test
    void settingsThatReadingDependsOnAreRefused() {
        for (String property : List.of("time.precision.mode", "offset.storage", "value.converter.schemas.enable")) {
            PostgresCapture other =
                    CaptureSourceTest.capture(postgres).debezium(property, "x").build();
            assertThatThrownBy(() -> CaptureSource.of(other, Told.ITEM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(property);
        }
        PostgresCapture two = CaptureSourceTest.capture(postgres)
                .tables(List.of("shop.item", "shop.other"))
                .build();
        assertThatThrownBy(() -> CaptureSource.of(two, Told.ITEM)).hasMessageContaining("has 2");
        PostgresCapture filed = CaptureSourceTest.capture(postgres)
                .initialSnapshot(directory.resolve("done"))
                .build();
        assertThatThrownBy(() -> CaptureSource.of(filed, Told.ITEM)).hasMessageContaining("initialSnapshot()");
        PostgresCapture unfiled =
                CaptureSourceTest.capture(postgres).initialSnapshot().build();
        assertThatThrownBy(() -> unfiled.start(batch -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("initialSnapshot(Path)");
    }

    private void assertRefused(Dimension dimension, String message) {
        CaptureSource source = CaptureSource.of(capture, dimension).build();
        assertThatThrownBy(() -> source.read(InMemoryStore.of(dimension)::reached))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(message);
    }
}
