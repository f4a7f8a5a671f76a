package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of every type, written by binds and read back, exactly. */
class TypesTest extends StandInTest {
    @BeforeEach
    void table() throws SQLException {
        run("create table v (i int, n number(38, 10), f float, s varchar, b boolean, d date, ntz timestamp_ntz(6),"
                + " ltz timestamp_ltz(6), tz timestamp_tz(6), x binary)");
    }

    private void insert(String column, Object value) throws SQLException {
        run("delete from v");
        try (PreparedStatement insert = connection.prepareStatement("insert into v (" + column + ") values (?)")) {
            if (value instanceof byte[] bytes) {
                insert.setBytes(1, bytes);
            } else {
                insert.setObject(1, value);
            }
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    private interface Read {
        Object from(ResultSet row) throws SQLException;
    }

    private Object read(String column, Read read) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + column + " from v")) {
            assertThat(row.next()).isTrue();
            return read.from(row);
        }
    }

    @Test
    void numbersKeepAllTheirDigits() throws SQLException {
        for (String digits : List.of("9999999999999999999999999999.0123456789", "-0.0000000001", "0", "42")) {
            insert("n", new BigDecimal(digits));
            assertThat(read("n", row -> row.getBigDecimal(1))).isEqualTo(new BigDecimal(digits).setScale(10));
        }
        for (long whole : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            insert("i", whole);
            assertThat(read("i", row -> row.getLong(1))).isEqualTo(whole);
            assertThat(read("i", row -> row.getString(1))).isEqualTo(Long.toString(whole));
        }
        insert("i", new BigDecimal("12345678901234567890123456789012345678"));
        assertThat(read("i", row -> row.getBigDecimal(1)))
                .isEqualTo(new BigDecimal("12345678901234567890123456789012345678"));
    }

    @Test
    void floatsKeepAllTheirBits() throws SQLException {
        for (double value : new double[] {0.1, -1e-300, Double.MAX_VALUE, Double.MIN_VALUE, 1.0 / 3}) {
            insert("f", value);
            assertThat(read("f", row -> row.getDouble(1))).isEqualTo(value);
        }
        insert("f", Double.NaN);
        assertThat(read("f", row -> row.getDouble(1))).isEqualTo(Double.NaN);
        run("update v set f = 'inf'::float");
        assertThat(read("f", row -> row.getString(1))).isEqualTo("inf");
        assertThat(read("f = 'inf'::float", row -> row.getBoolean(1))).isEqualTo(true);
    }

    @Test
    void textsKeepEveryCharacter() throws SQLException {
        for (String text : List.of("", " ", "a'b\\n\"c", "line\nline\r\n\t", "Ωμέγα 漢字 😀 e\u0301", "\u0001\u007f")) {
            insert("s", text);
            assertThat(read("s", row -> row.getString(1))).isEqualTo(text);
        }
        insert("s", "it's");
        assertThat(rows("select s from v where s = 'it\\'s' and 'a\\\\b' = $$a\\b$$"))
                .containsExactly("it's");
    }

    @Test
    void timesAreExactFromTheFirstYearToTheLast() throws SQLException {
        for (String text : List.of(
                "0001-01-01T00:00:00Z",
                "1582-10-15T00:00:00Z",
                "1899-12-31T23:59:59.999999Z",
                "1969-12-31T23:59:59.000001Z",
                "1970-01-01T00:00:00Z",
                "2026-11-30T01:02:03.123456Z",
                "9999-12-31T23:59:59.999999Z")) {
            Instant instant = Instant.parse(text);
            long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
            String written = text.replace("T", " ").replace("Z", "+00:00");
            run("delete from v");
            run("insert into v (ntz, ltz, tz) values ('" + written.replace("+00:00", "") + "', '" + written + "', '"
                    + written + "')");
            assertThat(rows("select date_part(epoch_microsecond, ntz), date_part(epoch_microsecond, ltz),"
                            + " date_part(epoch_microsecond, tz) from v"))
                    .containsExactly(micros + "|" + micros + "|" + micros);
            if (instant.isBefore(Instant.parse("1582-10-15T00:00:00Z"))) {
                continue; // there the driver counts by the Julian calendar, and by the number of microseconds it does
                // not
            }
            assertThat(read("ntz", row -> row.getTimestamp(1).toInstant())).isEqualTo(instant);
            assertThat(read("ltz", row -> row.getTimestamp(1).toInstant())).isEqualTo(instant);
            assertThat(read("tz", row -> row.getTimestamp(1).toInstant())).isEqualTo(instant);
        }
    }

    @Test
    void timesAreBound() throws SQLException {
        for (String text :
                List.of("1900-01-01T00:00:00.000001Z", "1969-12-31T23:59:59.5Z", "2026-11-30T01:02:03.123456Z")) {
            Instant instant = Instant.parse(text);
            for (String column : List.of("ntz", "ltz", "tz")) {
                insert(column, Timestamp.from(instant));
                assertThat(read(column, row -> row.getTimestamp(1).toInstant())).isEqualTo(instant);
            }
        }
        for (String text : List.of("1900-01-01", "1970-01-01", "2026-11-30", "9999-12-31")) {
            insert("d", Date.valueOf(text));
            assertThat(read("d", row -> row.getDate(1).toLocalDate())).isEqualTo(LocalDate.parse(text));
            assertThat(read("d", row -> row.getString(1))).isEqualTo(text);
        }
    }

    @Test
    void bytesBooleansAndNullsAreBound() throws SQLException {
        byte[] bytes = "\0\1é".getBytes(StandardCharsets.UTF_8);
        insert("x", bytes);
        assertThat(read("x", row -> row.getBytes(1))).isEqualTo(bytes);
        assertThat(read("x", row -> row.getString(1))).isEqualTo("0001C3A9");
        insert("b", true);
        assertThat(read("b", row -> row.getBoolean(1))).isEqualTo(true);
        insert("b", false);
        assertThat(read("b", row -> row.getString(1))).isEqualTo("FALSE");
        run("delete from v");
        try (PreparedStatement insert =
                connection.prepareStatement("insert into v values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int[] types = {
                Types.BIGINT,
                Types.DECIMAL,
                Types.DOUBLE,
                Types.VARCHAR,
                Types.BOOLEAN,
                Types.DATE,
                Types.TIMESTAMP,
                Types.TIMESTAMP,
                Types.TIMESTAMP,
                Types.BINARY
            };
            for (int i = 0; i < types.length; i++) {
                insert.setNull(i + 1, types[i]);
            }
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        assertThat(rows("select * from v")).containsExactly("null|null|null|null|null|null|null|null|null|null");
    }

    @Test
    void manyRowsAreBoundAsOneIs() throws SQLException {
        Instant instant = Instant.parse("1969-12-31T23:59:58.123456Z");
        try (PreparedStatement insert =
                connection.prepareStatement("insert into v values (? + 1, ?, ?, upper(?), ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < 3; i++) {
                insert.setLong(1, Long.MAX_VALUE - i);
                insert.setBigDecimal(2, new BigDecimal(i == 0 ? "-7" : "9999999999999999999999999999.0123456789"));
                insert.setDouble(3, 0.1);
                insert.setString(4, i == 1 ? null : "a'b");
                insert.setBoolean(5, i == 0);
                insert.setDate(6, Date.valueOf("1969-12-31"));
                insert.setTimestamp(7, Timestamp.from(instant));
                insert.setTimestamp(8, Timestamp.from(instant));
                insert.setTimestamp(9, i == 2 ? null : Timestamp.from(instant));
                insert.setBytes(10, new byte[] {0, (byte) i});
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
        }
        assertThat(rows("select i, n, f, s, b, d, date_part(epoch_microsecond, ntz), date_part(epoch_microsecond, ltz),"
                        + " date_part(epoch_microsecond, tz), x from v order by i desc"))
                .containsExactly(
                        "9223372036854775808|-7.0000000000|0.1|A'B|TRUE|1969-12-31|-1876544|-1876544|-1876544|0000",
                        "9223372036854775807|9999999999999999999999999999.0123456789|0.1|null|FALSE|1969-12-31|-1876544"
                                + "|-1876544|-1876544|0001",
                        "9223372036854775806|9999999999999999999999999999.0123456789|0.1|A'B|FALSE|1969-12-31|-1876544"
                                + "|-1876544|null|0002");
    }

    @Test
    void theColumnsOfAResultAreNamedInUpperCaseUnlessQuoted() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select i, n as \"Mixed\", tz as ts, s from v")) {
            ResultSetMetaData columns = rows.getMetaData();
            assertThat(List.of(columns.getColumnName(1), columns.getColumnName(2), columns.getColumnLabel(3)))
                    .containsExactly("I", "Mixed", "TS");
            assertThat(columns.getPrecision(1)).isEqualTo(38);
            assertThat(columns.getScale(2)).isEqualTo(10);
            assertThat(columns.getColumnTypeName(3)).isEqualTo("TIMESTAMPLTZ");
            assertThat(columns.getColumnTypeName(4)).isEqualTo("VARCHAR");
        }
    }
}
