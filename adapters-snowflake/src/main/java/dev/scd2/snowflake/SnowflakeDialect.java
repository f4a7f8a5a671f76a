package dev.scd2.snowflake;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableIndexes;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Snowflake does differently.
 *
 * <p>A name of small letters, digits and underscores is written as Snowflake writes one that is not quoted, in capitals, so
 * that people can ask for {@code member_id} without quotes. Any other name keeps its case.
 *
 * <p>Instants are {@code TIMESTAMP_LTZ(6)}, which keeps the instant and nothing of the zone in which it was said. Immutable.
 */
public final class SnowflakeDialect implements Dialect {
    /** The one instance. */
    public static final SnowflakeDialect INSTANCE = new SnowflakeDialect();

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** A statement waited too long for a lock that another transaction holds, or as one of too many. */
    private static final int LOCKED = 625;

    /** Reasons that pass, when the same is said in a new session; docs/snowflake.md lists them with their sources. */
    private static final Set<Integer> PASSING = Set.of(
            390_111, // the session is gone
            390_112, // its token has expired, and the driver could not renew it
            390_114, // so has the token by which it is renewed
            200_002, // the driver could not connect
            200_015, // it has tried a request as often as it may: no answer, or HTTP 403, 408, 429 or 5xx
            200_016, // reading the answer was broken off
            200_052); // the driver has closed the connection, for one of these reasons

    private SnowflakeDialect() {}

    @Override
    public String product() {
        return "Snowflake";
    }

    @Override
    public String typeName(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> "VARCHAR";
            case LONG -> "NUMBER(19, 0)";
            case DECIMAL -> "NUMBER(" + type.precision() + ", " + type.scale() + ")";
            case DOUBLE -> "FLOAT";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP_LTZ(6)";
            case BYTES -> "BINARY";
        };
    }

    @Override
    public String bytes(Bytes content) {
        return "TO_BINARY('" + content + "', 'HEX')";
    }

    @Override
    public String defaultSchema() {
        return "public";
    }

    @Override
    public String quote(String identifier) {
        return Dialect.super.quote(catalogued(identifier));
    }

    @Override
    public String folded(String identifier) {
        return catalogued(identifier);
    }

    @Override
    public String catalogued(String identifier) {
        return PLAIN.matcher(identifier).matches() ? identifier.toUpperCase(Locale.ROOT) : identifier;
    }

    @Override
    public int maxIdentifierBytes() {
        return 255;
    }

    /** A number, which no setting of a session reads otherwise. */
    @Override
    public String literal(Instant instant) {
        return "TO_TIMESTAMP_LTZ(" + micros(instant) + ", 6)";
    }

    @Override
    public String parameter(ColumnType type) {
        return switch (type.kind()) {
            case TIMESTAMP -> "TO_TIMESTAMP_LTZ(?, 6)";
            case DATE -> "TO_DATE(?)";
            default -> "?";
        };
    }

    /** The driver binds no date and no instant without asking a time zone. */
    @Override
    public Object bound(Object value) {
        if (value instanceof Instant instant) {
            return micros(instant);
        }
        return value instanceof LocalDate ? value.toString() : value;
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
    }

    @Override
    public String epochMicros(String timestamp) {
        return "DATE_PART(EPOCH_MICROSECOND, " + timestamp + ")";
    }

    @Override
    public String ordered(String column, ColumnType type) {
        return column;
    }

    /** Snowflake has none; only adopting a table asks. */
    @Override
    public String rowId() {
        throw new UnsupportedOperationException("Rows of a Snowflake table have no identity of their own.");
    }

    @Override
    public String temporary(String name) {
        return quote(name);
    }

    @Override
    public String createTable() {
        return "CREATE TABLE IF NOT EXISTS ";
    }

    @Override
    public String createSchema() {
        return "CREATE SCHEMA IF NOT EXISTS ";
    }

    /** One that a connection has left behind, which is used again, is replaced. */
    @Override
    public String createTemporary(String name) {
        return "CREATE OR REPLACE TEMPORARY TABLE " + quote(name);
    }

    /** A statement that defines something commits the transaction that is open. */
    @Override
    public boolean makesTablesInTransactions() {
        return false;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        execute(connection, "BEGIN TRANSACTION");
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Connection labelled(Connection connection, Map<String, String> label) {
        return QueryTag.of(label).on(connection);
    }

    /** Rows that lie near each other are read together: those of a key. */
    @Override
    public List<String> indexes(TableIndexes tables, long layout) {
        return List.of(
                "ALTER TABLE " + tables.versions() + " CLUSTER BY (" + tables.key() + ", " + tables.validFrom() + ")",
                "ALTER TABLE " + tables.evidence() + " CLUSTER BY (" + tables.key() + ")");
    }

    @Override
    public void constrain(Connection connection, TableIndexes tables) {
        // Snowflake enforces NOT NULL and nothing else.
    }

    @Override
    public List<String> notEnforced(Connection connection, TableIndexes tables) {
        return List.of(
                "Snowflake enforces no invariant of " + tables.versions() + " by itself: only verifying shows them.");
    }

    @Override
    public void load(
            Connection connection, TableName table, List<TableColumn> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        new StagedFile(connection, qualified(table), columns).load(rows);
    }

    @Override
    public void beginWriting(Connection connection) {
        // A transaction that changes a row writes.
    }

    @Override
    public void beginReading(Connection connection) {
        // Whatever is read as of one moment is read by one statement.
    }

    @Override
    public void beginPreview(Connection connection) {
        // Likewise.
    }

    @Override
    public void lockDefinitions(Connection connection) {
        // What is there already is passed over.
    }

    @Override
    public void lockTable(Connection connection, String table) {
        throw new UnsupportedOperationException("Snowflake locks no table on request.");
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return failure.getErrorCode() == LOCKED;
    }

    @Override
    public boolean isPassing(SQLException failure) {
        return PASSING.contains(failure.getErrorCode());
    }

    /** A message of Snowflake may quote the value that was refused, so of those about values only the code is told. */
    @Override
    public String describe(SQLException failure) {
        String state = failure.getSQLState();
        String message = failure.getMessage();
        if (state == null || message == null || state.startsWith("22") || state.startsWith("23")) {
            return "a value was refused (error " + failure.getErrorCode() + ", SQLSTATE " + state + ")";
        }
        return message.lines().limit(2).collect(Collectors.joining(" ")) + " (error " + failure.getErrorCode() + ")";
    }
}
