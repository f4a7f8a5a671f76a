package dev.scd2.examples.healthcare.oltp;

import dev.scd2.examples.healthcare.oltp.RowChange.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies a stream of transactions to PostgreSQL: one simulated transaction is one database transaction.
 *
 * <p>The index of the last committed transaction is kept in the same transaction, so a writer that was stopped at any
 * point goes on exactly where it was: the stream is read again from its start and what is committed is skipped. Inside a
 * transaction the changes of one table keep their order; tables do not depend on each other and are written one after
 * another; an update writes the columns that differ. Confined to one thread. Set {@code reWriteBatchedInserts=true} on the connection for speed.
 */
public final class OltpWriter {
    private final Connection connection;
    private final Map<Shape, PreparedStatement> statements = new HashMap<>();
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
        for (List<RowChange> ofTable : perTable.values()) {
            int from = 0;
            while (from < ofTable.size()) {
                int to = endOfRun(ofTable, from);
                Map<Shape, List<RowChange>> perShape = new LinkedHashMap<>();
                for (RowChange change : ofTable.subList(from, to)) {
                    perShape.computeIfAbsent(Shape.of(change), shape -> new ArrayList<>())
                            .add(change);
                }
                for (Map.Entry<Shape, List<RowChange>> entry : perShape.entrySet()) {
                    run(entry.getKey(), entry.getValue());
                }
                from = to;
            }
        }
    }

    /** Changes of one kind to different rows can be made in any order. */
    private static int endOfRun(List<RowChange> changes, int from) {
        Kind kind = changes.get(from).kind();
        Set<String> keys = new HashSet<>();
        int to = from;
        while (to < changes.size()
                && changes.get(to).kind() == kind
                && keys.add(changes.get(to).values().keyText())) {
            to++;
        }
        return to;
    }

    private void run(Shape shape, List<RowChange> changes) throws SQLException {
        PreparedStatement statement = statements.get(shape);
        if (statement == null) {
            statement = connection.prepareStatement(shape.sql());
            statements.put(shape, statement);
        }
        for (RowChange change : changes) {
            shape.bind(statement, change.values());
            statement.addBatch();
        }
        for (int rows : statement.executeBatch()) {
            if (rows != 1 && rows != Statement.SUCCESS_NO_INFO) {
                throw new IllegalStateException(
                        "A row of payer_oltp." + shape.table().tableName() + " to " + shape.kind()
                                + " is not there: the table was changed by someone else. Use an empty database.");
            }
        }
        counts.getOrDefault(shape.kind(), Map.of()).merge(shape.table(), (long) changes.size(), Long::sum);
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
