package dev.scd2.examples.healthcare.oltp;

import dev.scd2.examples.healthcare.oltp.RowChange.Kind;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies a stream of transactions to PostgreSQL: one simulated transaction is one database transaction.
 *
 * <p>The index of the last committed transaction is kept in the same transaction, so a writer that was stopped at any
 * point goes on exactly where it was: the stream is read again from its start and what is committed is skipped. Inside a
 * transaction the changes of one table keep their order; tables do not depend on each other and are written one after
 * another. Confined to one thread. Set {@code reWriteBatchedInserts=true} on the connection for speed.
 */
public final class OltpWriter {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Map<Kind, Map<OltpTable, Long>> counts = new EnumMap<>(Kind.class);

    private OltpWriter(Connection connection) {
        this.connection = connection;
        for (Kind kind : Kind.values()) {
            counts.put(kind, new EnumMap<>(OltpTable.class));
        }
    }

    /**
     * Writes what is missing of {@code source}.
     *
     * <p>The connection is used with auto-commit off and is given back as it was. When something fails, the transaction
     * in hand is rolled back and those before it stay; call again to go on.
     *
     * @throws IllegalStateException if the tables were filled from another source, or another writer is at work
     * @throws SQLException if the server refuses
     */
    public static WriteCounts write(Connection connection, TransactionSource source, ProgressListener listener)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        OltpWriter writer = new OltpWriter(connection);
        try {
            return writer.write(source, listener);
        } finally {
            writer.close(autoCommit);
        }
    }

    private WriteCounts write(TransactionSource source, ProgressListener listener) throws SQLException {
        long last = lastCommitted(source.identity());
        long skipped = 0;
        long written = 0;
        try (Stream<OltpTransaction> stream = source.transactions();
                PreparedStatement progress = connection.prepareStatement(
                        "update payer_generator.progress set last_index = ? where source = ? and last_index = ?")) {
            for (Iterator<OltpTransaction> all = stream.iterator(); all.hasNext(); ) {
                OltpTransaction transaction = all.next();
                if (transaction.index() <= last) {
                    skipped++;
                    continue;
                }
                apply(transaction.changes());
                progress.setLong(1, transaction.index());
                progress.setString(2, source.identity());
                progress.setLong(3, transaction.index() - 1);
                if (progress.executeUpdate() != 1) {
                    throw new IllegalStateException("Transaction " + transaction.index()
                            + " does not follow the last committed one: another writer is at work on payer_oltp."
                            + " Let it end, then run again.");
                }
                connection.commit();
                written++;
                listener.committed(transaction);
            }
        }
        return new WriteCounts(skipped, written, counted(Kind.INSERT), counted(Kind.UPDATE), counted(Kind.DELETE));
    }

    private Map<OltpTable, Long> counted(Kind kind) {
        return counts.getOrDefault(kind, Map.of());
    }

    private long lastCommitted(String identity) throws SQLException {
        try (PreparedStatement start = connection.prepareStatement(
                "insert into payer_generator.progress (source, last_index) values (?, -1) on conflict do nothing")) {
            start.setString(1, identity);
            start.executeUpdate();
        }
        connection.commit();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select source, last_index from payer_generator.progress")) {
            if (!row.next()) {
                throw new IllegalStateException("Table payer_generator.progress lost its row");
            }
            if (!row.getString(1).equals(identity)) {
                throw new IllegalStateException("The tables of payer_oltp hold " + row.getString(1) + ", not "
                        + identity + ". Use an empty database, or the preset and seed of before.");
            }
            return row.getLong(2);
        }
    }

    private void apply(List<RowChange> changes) throws SQLException {
        Map<OltpTable, List<RowChange>> perTable = new EnumMap<>(OltpTable.class);
        for (RowChange change : changes) {
            perTable.computeIfAbsent(change.table(), table -> new ArrayList<>()).add(change);
        }
        for (Map.Entry<OltpTable, List<RowChange>> entry : perTable.entrySet()) {
            List<RowChange> ofTable = entry.getValue();
            int from = 0;
            while (from < ofTable.size()) {
                Kind kind = ofTable.get(from).kind();
                int to = from;
                while (to < ofTable.size() && ofTable.get(to).kind() == kind) {
                    to++;
                }
                run(entry.getKey(), kind, ofTable.subList(from, to));
                from = to;
            }
        }
    }

    private void run(OltpTable table, Kind kind, List<RowChange> changes) throws SQLException {
        PreparedStatement statement = statement(table, kind);
        int keys = table.key().size();
        for (RowChange change : changes) {
            List<@Nullable Object> values = change.values().values();
            List<@Nullable Object> key = values.subList(0, keys);
            switch (kind) {
                case INSERT -> bind(statement, table, values, List.of());
                case UPDATE -> bind(statement, table, values.subList(keys, values.size()), key);
                case DELETE -> bind(statement, table, List.of(), key);
            }
            statement.addBatch();
        }
        try {
            for (int rows : statement.executeBatch()) {
                if (rows != 1 && rows != Statement.SUCCESS_NO_INFO) {
                    throw new IllegalStateException("A row of payer_oltp." + table.tableName() + " to " + kind
                            + " is not there: the table was changed by someone else. Use an empty database.");
                }
            }
        } catch (BatchUpdateException e) {
            throw new SQLException("Cannot " + kind + " " + changes.size() + " rows of " + table.tableName(), e);
        }
        counts.getOrDefault(kind, Map.of()).merge(table, (long) changes.size(), Long::sum);
    }

    private static void bind(
            PreparedStatement statement, OltpTable table, List<@Nullable Object> values, List<@Nullable Object> key)
            throws SQLException {
        int offset = table.columns().size() - values.size();
        int parameter = 1;
        for (int i = 0; i < values.size(); i++) {
            set(statement, parameter++, table.columns().get(offset + i).type(), values.get(i));
        }
        for (int i = 0; i < key.size(); i++) {
            set(statement, parameter++, table.columns().get(i).type(), key.get(i));
        }
    }

    private static void set(PreparedStatement statement, int at, OltpColumn.Type type, @Nullable Object value)
            throws SQLException {
        int sqlType = switch (type) {
            case TEXT -> Types.VARCHAR;
            case INTEGER -> Types.INTEGER;
            case BOOLEAN -> Types.BOOLEAN;
            case DECIMAL -> Types.NUMERIC;
            case DATE -> Types.DATE;
            case TIMESTAMP -> Types.TIMESTAMP_WITH_TIMEZONE;
        };
        if (value == null) {
            statement.setNull(at, sqlType);
        } else if (value instanceof Instant instant) {
            statement.setObject(at, instant.atOffset(ZoneOffset.UTC), sqlType);
        } else {
            statement.setObject(at, value, sqlType);
        }
    }

    private PreparedStatement statement(OltpTable table, Kind kind) throws SQLException {
        String name = kind + " " + table;
        PreparedStatement known = statements.get(name);
        if (known == null) {
            known = connection.prepareStatement(sql(table, kind));
            statements.put(name, known);
        }
        return known;
    }

    private static String sql(OltpTable table, Kind kind) {
        String target = "\"" + OltpSchema.SCHEMA + "\".\"" + table.tableName() + "\"";
        List<String> names =
                table.columns().stream().map(c -> "\"" + c.name() + "\"").toList();
        List<String> keys = names.subList(0, table.key().size());
        String where = keys.stream().map(c -> c + " = ?").collect(Collectors.joining(" and ", " where ", ""));
        return switch (kind) {
            case INSERT ->
                "insert into " + target + " (" + String.join(", ", names) + ") values ("
                        + names.stream().map(c -> "?").collect(Collectors.joining(", ")) + ")";
            case UPDATE ->
                "update " + target + " set "
                        + names.subList(keys.size(), names.size()).stream()
                                .map(c -> c + " = ?")
                                .collect(Collectors.joining(", "))
                        + where;
            case DELETE -> "delete from " + target + where;
        };
    }

    private void close(boolean autoCommit) throws SQLException {
        try {
            connection.rollback();
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }
}
