package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkLoadTest {
    private static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("Number", ColumnType.LONG),
            new TableColumn("text", ColumnType.TEXT),
            new TableColumn("large", ColumnType.decimal(38, 10)),
            new TableColumn("small", ColumnType.decimal(4, 2)),
            new TableColumn("real", ColumnType.DOUBLE),
            new TableColumn("yes", ColumnType.BOOLEAN),
            new TableColumn("day", ColumnType.DATE),
            new TableColumn("micros", ColumnType.TIMESTAMP),
            new TableColumn("moment", ColumnType.TIMESTAMP),
            new TableColumn("raw", ColumnType.BYTES),
            new TableColumn("same_text", ColumnType.TEXT),
            new TableColumn("same_moment", ColumnType.TIMESTAMP),
            new TableColumn("same_truth", ColumnType.BOOLEAN),
            new TableColumn("same_number", ColumnType.LONG),
            new TableColumn("absent", ColumnType.decimal(10, 2)),
            new TableColumn("absent_raw", ColumnType.BYTES));
    private static final List<String> TEXTS =
            List.of("", "a", "twelve chars", "thirteen chars", "Zoë 😀 ß", "nul\0within", "'\"\\", "x".repeat(5_000));
    private static final int MANY = 130_000;

    private DuckDBConnection root;
    private DuckDBConnection knowing;

    @BeforeEach
    void open() throws SQLException {
        root = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        knowing = BlockFunction.duplicate(root);
    }

    @AfterEach
    void close() throws SQLException {
        knowing.close();
        root.close();
    }

    @Test
    void blocksHoldWhatTheAppenderHolds() throws SQLException {
        assertThat(BlockFunction.isKnown(knowing)).isTrue();
        assertThat(BlockFunction.isKnown(root)).isFalse();
        for (int count : new int[] {1, 500, 501, 2_048, MANY}) {
            List<@Nullable Object[]> rows = rows(count);
            create("blocks", "appended");
            load(knowing, "blocks", rows.iterator());
            load(root, "appended", rows.iterator());
            assertThat(one("SELECT count(*) FROM blocks")).isEqualTo(count);
            assertThat(one("SELECT count(*) FROM (FROM blocks EXCEPT ALL FROM appended)"))
                    .isZero();
            assertThat(one("SELECT count(*) FROM (FROM appended EXCEPT ALL FROM blocks)"))
                    .isZero();
            assertThat(
                            one(
                                    "SELECT count(*) FROM blocks AS b JOIN appended AS a USING (number) WHERE signbit(a.real) <>"
                                            + " signbit(b.real) OR a.same_moment <> b.same_moment OR a.micros IS DISTINCT FROM b.moment"))
                    .isZero();
        }
    }

    @Test
    void aColumnThatIsTheSameInOneBlockMayDifferInTheNext() throws SQLException {
        List<@Nullable Object[]> rows = rows(MANY);
        for (int i = 0; i < MANY; i++) {
            rows.get(i)[10] = i < 122_880 ? "b" : Integer.toString(i);
        }
        create("blocks", "appended");
        load(knowing, "blocks", rows.iterator());
        load(root, "appended", rows.iterator());
        assertThat(one("SELECT count(*) FROM (FROM blocks EXCEPT ALL FROM appended)"))
                .isZero();
    }

    @Test
    void columnsThatAreNotGivenGetTheirDefaults() throws SQLException {
        execute(
                "CREATE SEQUENCE numbers",
                "CREATE TABLE defaults (loaded TIMESTAMPTZ DEFAULT current_timestamp, text VARCHAR,"
                        + " n BIGINT DEFAULT nextval('numbers'), \"NUMBER\" BIGINT)");
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            rows.add(new @Nullable Object[] {(long) i, "t" + i});
        }
        new BulkLoad(knowing, new TableName("main", "defaults"), COLUMNS.subList(0, 2)).run(rows.iterator());
        assertThat(one("SELECT count(DISTINCT n) FROM defaults WHERE loaded IS NOT NULL AND text = 't' || number"))
                .isEqualTo(MANY);
    }

    @Test
    void rowsMayBeReadFromTheSameConnection() throws SQLException {
        create("blocks", "appended");
        load(root, "appended", rows(MANY).iterator());
        try (Statement statement = knowing.createStatement();
                ResultSet row = statement.executeQuery("SELECT number FROM appended ORDER BY number")) {
            Iterator<@Nullable Object[]> read = IntStream.range(0, MANY)
                    .mapToObj(i -> {
                        try {
                            row.next();
                            return new @Nullable Object[] {row.getLong(1)};
                        } catch (SQLException failure) {
                            throw new IllegalStateException(failure);
                        }
                    })
                    .iterator();
            new BulkLoad(knowing, new TableName("main", "blocks"), COLUMNS.subList(0, 1)).run(read);
        }
        assertThat(one("SELECT count(DISTINCT number) FROM blocks")).isEqualTo(MANY);
    }

    @Test
    void whoeverMakesTheRowsMayFail() throws SQLException {
        create("blocks", "appended");
        knowing.setAutoCommit(false);
        Iterator<@Nullable Object[]> rows = rows(MANY).iterator();
        assertThatThrownBy(() -> load(knowing, "blocks", new Iterator<>() {
                    private int taken;

                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public @Nullable Object[] next() {
                        if (++taken > 125_000) {
                            throw new IllegalStateException("no more");
                        }
                        return rows.next();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more");
        knowing.rollback();
        assertThat(one("SELECT count(*) FROM blocks")).isZero();
    }

    @Test
    void aRefusedBlockIsAFailureOfTheDatabase() throws SQLException {
        execute("CREATE TABLE narrow (number BIGINT CHECK (number < 5000))");
        List<@Nullable Object[]> rows = IntStream.range(0, MANY)
                .mapToObj(i -> new @Nullable Object[] {(long) i})
                .toList();
        assertThatThrownBy(() -> new BulkLoad(knowing, new TableName("main", "narrow"), COLUMNS.subList(0, 1))
                        .run(rows.iterator()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("CHECK constraint");
    }

    private static List<@Nullable Object[]> rows(int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(i, random));
        }
        return rows;
    }

    private static @Nullable Object[] row(int i, SplittableRandom random) {
        List<Double> reals = List.of(Double.NaN, -0.0, 0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1);
        long micros = random.nextLong(-62_135_596_800_000_000L, 253_402_214_400_000_000L);
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        Object[] cells = {
            i == 0 ? Long.MIN_VALUE : (Object) (long) i,
            text,
            new BigDecimal(new BigInteger(120, new java.util.Random(i)), 10)
                    .multiply(BigDecimal.valueOf(i % 2 == 0 ? 1 : -1)),
            BigDecimal.valueOf(random.nextInt(-9_999, 10_000), 2),
            reals.get(random.nextInt(reals.size())),
            random.nextBoolean(),
            LocalDate.ofEpochDay(random.nextLong(-719_162, 2_932_896)),
            micros,
            Instant.EPOCH
                    .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                    .plusNanos(Math.floorMod(micros, 1_000_000L) * 1_000),
            Bytes.of(text.getBytes(StandardCharsets.UTF_8)),
            "same",
            1_700_000_000_000_001L,
            true,
            Long.MAX_VALUE,
            null,
            null
        };
        if (random.nextInt(5) == 0) {
            cells[1 + random.nextInt(9)] = null;
            cells[8] = cells[7] == null ? null : cells[8];
            cells[7] = cells[8] == null ? null : cells[7];
        }
        return cells;
    }

    private void create(String... tables) throws SQLException {
        String columns = COLUMNS.stream()
                .map(column -> column.name() + " " + DuckDbDialect.INSTANCE.typeName(column.type()))
                .collect(Collectors.joining(", "));
        for (String table : tables) {
            execute("CREATE OR REPLACE TABLE " + table + " (" + columns + ")");
        }
    }

    private static void load(Connection connection, String table, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        DuckDbDialect.INSTANCE.load(connection, new TableName("main", table), COLUMNS, rows);
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = root.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long one(String query) throws SQLException {
        try (Statement statement = root.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
