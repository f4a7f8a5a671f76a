package dev.scd2.lake;

import static dev.scd2.dimension.ColumnType.DATE;
import static dev.scd2.dimension.ColumnType.LONG;
import static dev.scd2.dimension.ColumnType.TEXT;
import static dev.scd2.dimension.ColumnType.TIMESTAMP;
import static dev.scd2.dimension.ColumnType.decimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Typed files of three ages: a column is renamed and another added, then two are widened and one goes. */
abstract class TypedFilesContract extends LakeFixture {
    private static final TypedColumns FIRST = TypedColumns.of("members")
            .column(1, "id", LONG)
            .column(2, "city", TEXT)
            .column(3, "paid", decimal(9, 2))
            .column(4, "visits", LONG)
            .column(5, "born", DATE);
    private static final TypedColumns SECOND = TypedColumns.of("members")
            .column(1, "id", LONG)
            .column(2, "town", TEXT)
            .column(3, "paid", decimal(9, 2))
            .column(4, "visits", LONG)
            .column(5, "born", DATE)
            .column(6, "city", TIMESTAMP);
    private static final TypedColumns THIRD = TypedColumns.of("members")
            .column(1, "id", LONG)
            .column(2, "town", TEXT)
            .column(3, "paid", decimal(20, 4))
            .column(4, "visits", decimal(19, 0))
            .column(6, "city", TIMESTAMP);

    @Test
    void filesOfThreeAgesAreReadTogetherByTheNumbersOfTheirColumns() throws SQLException {
        writeThreeAges();
        try (TypedFiles files = TypedFiles.open(location, cache)) {
            assertThat(files.read(THIRD, duck, "now")).isEqualTo(4);
            assertThat(ask(
                            "select string_agg(concat_ws(' ', _op, _off, id, town, paid, visits, city), ', ' order by _off)"
                                    + " from now"))
                    .isEqualTo("c 0 1 Albany 1.2500 3, d 1 1 Albany 1.2500 3,"
                            + " c 3 2 Boston 2.5000 4 2026-01-02 03:04:05.123456+00,"
                            + " c 4 3 Chicago 12345678901234.5678 9223372036854775808");
            assertThat(
                            ask(
                                    "select string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position)"
                                            + " from information_schema.columns where table_name = 'now' and column_name not like '\\_%' escape '\\'"))
                    .isEqualTo("id BIGINT, town VARCHAR, paid DECIMAL(20,4), visits DECIMAL(19,0),"
                            + " city TIMESTAMP WITH TIME ZONE");
            assertThat(ask(
                            "select min(_key) || ' ' || min(_lsn) || ' ' || max(_total_order) || ' ' || min(_part) || ' '"
                                    + " || epoch_us(max(_committed_at)) from now"))
                    .isEqualTo("{\"id\":1} 7 1 0 " + LATE_ON_MARCH_FIRST);
        }
    }

    @Test
    void eachMessageIsWrittenOnceAlsoWhenTheLakeWasCompactedMeanwhile() throws SQLException {
        try (TypedFiles files = TypedFiles.open(location, cache)) {
            append(row("c", 0, "{\"id\":1,\"city\":\"Albany\"}"));
            assertThat(files.write(FIRST)).isEqualTo(1);
            assertThat(files.write(FIRST)).as("again").isZero();
            append(row("c", 1, "{\"id\":2,\"city\":\"Boston\"}"));
            try (Lake lake = Lake.open(location, cache)) {
                assertThat(lake.compact(1 << 20).replaced()).isEqualTo(2);
            }
            assertThat(files.write(FIRST)).isEqualTo(1);
            assertThat(files.write(FIRST)).as("again").isZero();
            assertThat(files.read(FIRST, duck, "all")).isEqualTo(2);
            assertThat(ask("select string_agg(_off || ' ' || city, ', ' order by _off) from \"all\""))
                    .isEqualTo("0 Albany, 1 Boston");
        }
    }

    @Test
    void aTypeThatDoesNotHoldWhatAnOlderFileHasIsRefusedByName() throws SQLException {
        writeThreeAges();
        try (TypedFiles files = TypedFiles.open(location, cache)) {
            assertThatThrownBy(() -> files.read(FIRST, duck, "then"))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("The column 3 of typed/entity=members")
                    .hasMessageContaining("is DECIMAL(20,4), and paid is to be read as decimal(9,2)");
            TypedColumns reused = TypedColumns.of("members").column(5, "note", TEXT);
            assertThatThrownBy(() -> files.read(reused, duck, "then"))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("is DATE, and note is to be read as text");
            TypedColumns tight = TypedColumns.of("members").column(4, "visits", decimal(20, 2));
            assertThatThrownBy(() -> files.read(tight, duck, "then")).isInstanceOf(LakeException.class);
            assertThatThrownBy(() -> files.read(TypedColumns.of("plans"), duck, "then"))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("Write them first");
        }
    }

    @Test
    void nothingIsLeftInTheCacheAndTheLakeStaysClean() throws IOException {
        writeThreeAges();
        try (TypedFiles files = TypedFiles.open(location, cache);
                Lake lake = Lake.open(location, cache)) {
            files.read(THIRD, duck, "now");
            assertThat(lake.verify().findings()).isEmpty();
        }
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void numbersAndNamesAreOfOneColumnEach() {
        assertThatThrownBy(() -> FIRST.column(2, "other", TEXT)).hasMessageContaining("twice");
        assertThatThrownBy(() -> FIRST.column(9, "CITY", TEXT)).hasMessageContaining("twice");
        assertThatThrownBy(() -> FIRST.column(0, "other", TEXT)).hasMessageContaining("from 1 to 999999, not 0");
        assertThatThrownBy(() -> FIRST.column(9, "_op", TEXT)).hasMessageContaining("'_op'");
    }

    private void writeThreeAges() {
        try (TypedFiles files = TypedFiles.open(location, cache)) {
            String albany = "{\"id\":1,\"city\":\"Albany\",\"paid\":\"1.25\",\"visits\":3,\"born\":3652}";
            append(row("c", 0, albany), row("d", 1, albany), LakeRow.of(0, 2, "{\"id\":1}", null));
            files.write(FIRST);
            append(row(
                    "c",
                    3,
                    "{\"id\":2,\"town\":\"Boston\",\"paid\":\"2.50\",\"visits\":4,\"born\":null,"
                            + "\"city\":\"2026-01-02T03:04:05.123456Z\"}"));
            files.write(SECOND);
            append(row(
                    "c",
                    4,
                    "{\"id\":3,\"town\":\"Chicago\",\"paid\":\"12345678901234.5678\","
                            + "\"visits\":\"9223372036854775808\"}"));
            files.write(THIRD);
        }
    }

    private void append(LakeRow... rows) {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", List.of(rows));
        }
    }

    private static LakeRow row(String op, long offset, String image) {
        boolean deletes = op.equals("d");
        return new LakeRow(
                op,
                "{\"id\":1}",
                deletes ? image : null,
                deletes ? null : image,
                7 + offset,
                1L,
                7L,
                LATE_ON_MARCH_FIRST,
                0,
                offset,
                null,
                null);
    }
}
