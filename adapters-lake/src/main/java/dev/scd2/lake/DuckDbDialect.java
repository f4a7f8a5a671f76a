package dev.scd2.lake;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableIndexes;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What DuckDB does differently. Immutable. */
public final class DuckDbDialect implements Dialect {
    /** The one instance. */
    public static final DuckDbDialect INSTANCE = new DuckDbDialect();

    private DuckDbDialect() {}

    @Override
    public String product() {
        return "DuckDB";
    }

    @Override
    public String typeName(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> "VARCHAR";
            case LONG -> "BIGINT";
            case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case BYTES -> "BLOB";
        };
    }

    @Override
    public String bytes(Bytes content) {
        return "from_hex('" + content + "')";
    }

    @Override
    public String defaultSchema() {
        return "main";
    }

    @Override
    public String folded(String identifier) {
        return identifier.toLowerCase(Locale.ROOT);
    }

    @Override
    public int maxIdentifierBytes() {
        return 255;
    }

    @Override
    public String parameter(ColumnType type) {
        return type.kind() == ColumnType.Kind.DATE ? "CAST(? AS DATE)" : "?";
    }

    /** The driver binds a date by java.sql.Date, which leaves out ten days of October 1582. */
    @Override
    public Object bound(Object value) {
        return value instanceof LocalDate ? value.toString() : value;
    }

    @Override
    public String epochMicros(String timestamp) {
        return "CASE WHEN isfinite(" + timestamp + ") THEN epoch_us(" + timestamp + ") END";
    }

    @Override
    public String ordered(String column, ColumnType type) {
        return column;
    }

    @Override
    public String rowId() {
        return "rowid";
    }

    @Override
    public String temporary(String name) {
        return "temp.main." + quote(name);
    }

    /**
     * None: a batch of 10,000 changes into a million versions took 20 ms to insert and 160 ms to commit without indexes,
     * 300 ms and 330 ms with those of the surrogate key and of the natural key and start. Reading took the same 250 ms:
     * joins on a set of keys scan the column either way.
     */
    @Override
    public List<String> indexes(TableIndexes tables, long layout) {
        return List.of();
    }

    /**
     * Of ten million rows with 19 columns, those of 10, 100 and 10,000 keys were read in 35, 200 and 470 ms so, in 93, 510
     * and 590 ms by a join that reads them at once: a row number leaves out whole vectors, a key only afterwards.
     */
    @Override
    public boolean findsRowsFirst() {
        return true;
    }

    @Override
    public Streaming streaming(Connection connection) throws SQLException {
        execute(connection, "SET jdbc_stream_results = true");
        return () -> execute(connection, "SET jdbc_stream_results = false");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void constrain(Connection connection, TableIndexes tables) {
        // DuckDB has no exclusion constraints, and no other serves without an index; see indexes.
    }

    @Override
    public List<String> notEnforced(Connection connection, TableIndexes tables) {
        return List.of(
                "DuckDB enforces no invariant of " + tables.versions() + " by itself: only verifying shows them.");
    }

    @Override
    public void load(
            Connection connection, TableName table, List<TableColumn> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        new BulkLoad(connection, table, columns).run(rows);
    }

    @Override
    public void beginWriting(Connection connection) {
        // A transaction that changes a row writes.
    }

    @Override
    public void beginReading(Connection connection) {
        // Every transaction of DuckDB sees one moment.
    }

    @Override
    public void beginPreview(Connection connection) {
        // Likewise, and a reader holds up no writer.
    }

    @Override
    public void lockDefinitions(Connection connection) {
        // DuckDbStore opens one store at a time, and no other process can have the file open.
    }

    @Override
    public void lockTable(Connection connection, String table) {
        // Whoever changes the same rows, or the columns, is refused.
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return message(failure).startsWith("TransactionContext Error")
                && message(failure).toLowerCase(Locale.ROOT).contains("conflict");
    }

    /** Errors about rows quote them, so of those only the kind is told. */
    @Override
    public String describe(SQLException failure) {
        String message = message(failure);
        int colon = message.indexOf(" Error:");
        String kind = colon < 0 ? "" : message.substring(0, colon);
        return switch (kind) {
            case "IO",
                    "Catalog",
                    "Binder",
                    "Parser",
                    "TransactionContext",
                    "Out of Memory",
                    "Connection",
                    "Permission",
                    "Interrupt",
                    "FATAL",
                    "INTERNAL" -> message;
            case "" -> "the driver reported a " + failure.getClass().getSimpleName();
            default -> kind + " error";
        };
    }

    private static String message(SQLException failure) {
        String message = failure.getMessage();
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    @Override
    public String byteLength(String text) {
        return "strlen(" + text + ")";
    }

    @Override
    public String hexText(String text) {
        return "hex(" + text + ")";
    }

    @Override
    public String hexBytes(String bytes) {
        return "hex(" + bytes + ")";
    }

    @Override
    public String hexLength(String number) {
        return "lpad(hex(" + number + "), 8, '0')";
    }

    @Override
    public String sha256(String hex, int digits) {
        return "left(sha256(unhex(" + hex + ")), " + digits + ")";
    }
}
