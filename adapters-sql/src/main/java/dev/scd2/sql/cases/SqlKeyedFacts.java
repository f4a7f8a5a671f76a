package dev.scd2.sql.cases;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.error.StoreException;
import dev.scd2.fact.MissingVersion;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.Keying;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.KeyedFacts;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Facts in a table of a database, keyed and re-keyed by SQL. The table is called {@code fact}, and lies in the schema of the
 * dimension. Confined to one thread.
 */
public final class SqlKeyedFacts implements KeyedFacts {
    private static final String FACTS = "fact";
    private static final String RESULTS = "fact_rekeyed";
    private static final String INCOMING = "fact_incoming";

    private final Connection connection;
    private final DimensionStore store;
    private final Dialect dialect;
    private final StoreOptions options;
    private final Rekeying rekeying;
    private final Keying keying;

    private SqlKeyedFacts(
            Connection connection,
            DimensionStore store,
            Dialect dialect,
            StoreOptions options,
            MissingVersion missing) {
        this.connection = connection;
        this.store = store;
        this.dialect = dialect;
        this.options = options;
        Dimension dimension = store.dimension();
        FactTable table = FactTable.named(FACTS, "number")
                .keyed(FactKey.in(dimension, options)
                        .by(dimension.naturalKey().stream().map(Column::name).toArray(String[]::new))
                        .at("at")
                        .surrogate("sk")
                        .outcome("outcome")
                        .hash("hash")
                        .missing(missing))
                .resultsIn(RESULTS);
        FactTable there = options.schema().map(table::inSchema).orElse(table);
        this.rekeying = Rekeying.of(there, dialect);
        this.keying = Keying.of(there, dialect);
    }

    /**
     * Returns the facts beside a store.
     *
     * @param connection not in auto-commit; it is closed with this
     * @param store writes in the open transaction of the connection
     * @param options those of the store
     * @param missing what becomes of facts without a version
     */
    public static SqlKeyedFacts of(
            Connection connection,
            DimensionStore store,
            Dialect dialect,
            StoreOptions options,
            MissingVersion missing) {
        return new SqlKeyedFacts(connection, store, dialect, options, missing);
    }

    @Override
    public DimensionStore store() {
        return store;
    }

    @Override
    public void fill(List<Said> facts) {
        run(() -> {
            execute("CREATE TABLE IF NOT EXISTS " + table(FACTS) + " (" + definitions(columns())
                    + ", sk BIGINT, outcome " + text() + ", hash " + text() + ")");
            execute(dialect.createTemporary(INCOMING) + " (" + definitions(columns()) + ")");
            keying.prepare(connection);
            rekeying.prepare(connection);
            if (number("SELECT count(*) FROM " + table(FACTS)) == 0) {
                dialect.load(
                        connection,
                        new TableName(null, INCOMING),
                        columns(),
                        facts.stream().map(SqlKeyedFacts::cells).iterator());
                keying.insert(connection, "SELECT * FROM " + dialect.temporary(INCOMING));
                rekeyAll();
            }
            execute("DROP TABLE " + dialect.temporary(INCOMING));
        });
    }

    private static @Nullable Object[] cells(Said fact) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(fact.number());
        cells.addAll(fact.key().parts());
        cells.add(Instants.toMicros(fact.at()));
        return cells.toArray();
    }

    private List<TableColumn> columns() {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("number", ColumnType.LONG));
        store.dimension().naturalKey().forEach(part -> columns.add(new TableColumn(part.name(), part.type())));
        columns.add(new TableColumn("at", ColumnType.TIMESTAMP));
        return columns;
    }

    private String definitions(List<TableColumn> columns) {
        return columns.stream()
                .map(column -> dialect.quote(column.name()) + " " + dialect.typeName(column.type()))
                .collect(Collectors.joining(", "));
    }

    private String text() {
        return dialect.typeName(ColumnType.TEXT);
    }

    private String table(String name) {
        return dialect.qualified(new TableName(options.schema().orElse(dialect.defaultSchema()), name));
    }

    @Override
    public void lock() {
        run(() -> {
            if (dialect.makesTablesInTransactions()) {
                dialect.lockTable(connection, table(FACTS));
            } else { // to change rows is how a warehouse locks a table
                execute("UPDATE " + table(FACTS) + " SET number = number");
            }
        });
    }

    @Override
    public void rekey(MutationPlan plan) {
        rekeying.apply(connection, List.of(new Rewrite(store.dimension(), plan)), fact -> {});
    }

    @Override
    public void rekeyAll() {
        rekeying.applyToAll(connection, fact -> {});
    }

    @Override
    public long differing() {
        return rekeying.compareAll(connection, fact -> {}).total();
    }

    @Override
    public List<Held> held() {
        List<Held> held = new ArrayList<>();
        List<Column> key = store.dimension().naturalKey();
        String columns =
                key.stream().map(part -> ", f." + dialect.quote(part.name())).collect(Collectors.joining());
        run(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT f.number, f.sk, f.outcome, f.hash, (SELECT count(*) FROM "
                                    + table(RESULTS) + " AS r WHERE r.number = f.number)" + columns + " FROM "
                                    + table(FACTS)
                                    + " AS f ORDER BY f.number")) {
                while (row.next()) {
                    Object[] parts = new Object[key.size()];
                    for (int i = 0; i < parts.length; i++) {
                        parts[i] = row.getObject(6 + i);
                    }
                    long surrogate = row.getLong(2);
                    boolean none = row.wasNull();
                    held.add(new Held(
                            row.getLong(1),
                            Key.of(parts),
                            none ? null : (Long) surrogate,
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5)));
                }
            }
        });
        return held;
    }

    @Override
    public void commit() {
        run(connection::commit);
    }

    @Override
    public void rollback() {
        run(connection::rollback);
    }

    @Override
    public void close() {
        run(connection::close);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (SQLException failure) {
            throw new StoreException("The facts of a test could not be kept.", failure);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }
}
