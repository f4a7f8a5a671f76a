package dev.scd2.postgres;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.BoundRows;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableIndexes;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL does differently. Immutable. */
public final class PostgresDialect implements Dialect {
    /** The one instance. */
    public static final PostgresDialect INSTANCE = new PostgresDialect();

    private static final int COPY_BYTES = 1 << 16;
    /** Serves for all schemas; tables are created rarely. */
    private static final long DEFINITION_LOCK = 0x5343_4432L;
    /** Below this a plan without statistics is good enough. */
    private static final long ANALYZE_ROWS = 500;

    /**
     * The pages of so many keys, five to eight for each, fit into shared buffers of 128 MB: what one statement has read the
     * next one finds there. It is few enough to be bound, too.
     */
    static final int SLICE = 2_000;

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

    private PostgresDialect() {}

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public String typeName(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> "TEXT";
            case LONG -> "BIGINT";
            case DECIMAL -> "NUMERIC(" + type.precision() + "," + type.scale() + ")";
            case DOUBLE -> "DOUBLE PRECISION";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case BYTES -> "BYTEA";
        };
    }

    @Override
    public String bytes(Bytes content) {
        return "decode('" + content + "', 'hex')";
    }

    @Override
    public String defaultSchema() {
        return "public";
    }

    @Override
    public int maxIdentifierBytes() {
        return 63;
    }

    @Override
    public String epochMicros(String timestamp) {
        return "CASE WHEN isfinite(" + timestamp + ") THEN CAST(extract(epoch FROM " + timestamp
                + ") * 1000000 AS BIGINT) END";
    }

    @Override
    public String ordered(String column, ColumnType type) {
        return type.kind() == ColumnType.Kind.TEXT ? column + " COLLATE \"C\"" : column;
    }

    @Override
    public String rowId() {
        return "ctid";
    }

    @Override
    public String temporary(String name) {
        return "pg_temp." + quote(name);
    }

    /**
     * The unique indexes hold within a batch too: what ends goes before what begins, and no start ever moves.
     */
    @Override
    public List<String> indexes(TableIndexes tables, long layout) {
        List<String> statements = new ArrayList<>();
        if (layout < 1) {
            String row = tables.surrogateKey();
            String start = tables.key() + ", " + tables.validFrom();
            if (tables.systemFrom() != null) {
                row += ", " + tables.systemFrom();
                start += ", " + tables.systemFrom();
            }
            statements.add("CREATE UNIQUE INDEX ON " + tables.versions() + " (" + start + ")");
            statements.add(
                    tables.hasPrimaryKey()
                            ? "CREATE UNIQUE INDEX ON " + tables.versions() + " (" + row + ")"
                            : "ALTER TABLE " + tables.versions() + " ADD PRIMARY KEY (" + row + ")");
            statements.add("CREATE INDEX ON " + tables.evidence() + " (" + tables.key() + ")");
            statements.add("CREATE UNIQUE INDEX ON " + tables.quarantine() + " (" + tables.identity() + ")");
        }
        if (layout < 2) {
            statements.add("CREATE INDEX ON " + tables.evidence() + " (" + tables.key()
                    + ") WHERE _kind IN ('PUT', 'UPDATE', 'ABSENCE', 'ERASURE')");
        }
        return statements;
    }

    @Override
    public void constrain(Connection connection, TableIndexes tables) throws SQLException {
        new Constraints(connection, tables).add();
    }

    @Override
    public List<String> notEnforced(Connection connection, TableIndexes tables) throws SQLException {
        return new Constraints(connection, tables).missing();
    }

    @Override
    public void load(
            Connection connection, TableName table, List<TableColumn> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        String names = columns.stream().map(column -> quote(column.name())).collect(Collectors.joining(", "));
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + qualified(table) + " (" + names + ") FROM STDIN");
        long loaded = 0;
        try {
            CopyText text = new CopyText(columns);
            while (rows.hasNext()) {
                text.add(rows.next());
                if (text.length() >= COPY_BYTES) {
                    text.sendTo(copy);
                }
            }
            text.sendTo(copy);
            loaded = copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        if (table.isTemporary() && loaded >= ANALYZE_ROWS) {
            analyze(connection, qualified(table));
        }
    }

    @Override
    public void analyze(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + table);
        }
    }

    @Override
    public BoundRows boundRows() {
        return ArrayRows.INSTANCE;
    }

    @Override
    public int slice() {
        return SLICE;
    }

    /**
     * A batch looks up keys that lie anywhere in tables of which the cache of the machine holds most. Priced as a disk that
     * must move its head they are not looked up but the tables read whole: 10,000 changes took up to 1.6 times as long.
     */
    @Override
    public void beginWriting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL random_page_cost = 1.1");
        }
    }

    @Override
    public void beginReading(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
    }

    @Override
    public void beginPreview(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
    }

    @Override
    public void lockDefinitions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + DEFINITION_LOCK + ")");
        }
    }

    @Override
    public void lockTable(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
    }

    @Override
    public String printable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    @Override
    public boolean isConflict(SQLException failure) {
        return failure.getSQLState() != null && CONFLICTS.contains(failure.getSQLState());
    }

    /** The server quotes rows in its detail, and in the message itself when a value is no good. */
    @Override
    public String describe(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException own ? own.getServerErrorMessage() : null;
        String state = failure.getSQLState();
        if (server == null) {
            return failure.getMessage() == null ? "SQLSTATE " + state : failure.getMessage();
        }
        boolean aboutValues = state != null && state.startsWith("22");
        return aboutValues ? "a value was refused (SQLSTATE " + state + ")" : server.getMessage() + " (" + state + ")";
    }

    @Override
    public String byteLength(String text) {
        return "octet_length(" + text + ")";
    }

    @Override
    public String hexText(String text) {
        return "encode(convert_to(" + text + ", 'UTF8'), 'hex')";
    }

    @Override
    public String hexBytes(String bytes) {
        return "encode(" + bytes + ", 'hex')";
    }

    @Override
    public String hexLength(String number) {
        return "lpad(to_hex(" + number + "), 8, '0')";
    }

    @Override
    public String sha256(String hex, int digits) {
        return "left(encode(sha256(decode(" + hex + ", 'hex')), 'hex'), " + digits + ")";
    }
}
