package dev.scd2.examples.healthcare.oltp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.examples.healthcare.generate.PayerSimulation;
import dev.scd2.examples.healthcare.generate.Preset;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OltpWriterTest {
    private static final PayerSimulation XS = PayerSimulation.of(Preset.XS, 11);
    private static final ProgressListener SILENT = transaction -> {};

    private EmbeddedPostgres postgres;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        postgres = EmbeddedPostgres.in(directory).start();
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @BeforeEach
    void createEmpty() throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "drop schema if exists payer_oltp cascade; drop schema if exists payer_generator cascade");
            OltpSchema.create(connection);
        }
    }

    @Test
    void theDdlHasTheColumnsAndKeysOfTheEntities() throws SQLException {
        for (OltpTable table : OltpSchema.entities()) {
            assertThat(strings(
                            "select column_name || ' ' || data_type from information_schema.columns where table_schema ="
                                    + " 'payer_oltp' and table_name = '" + table.tableName()
                                    + "' order by ordinal_position"))
                    .isEqualTo(table.columns().stream()
                            .map(column -> column.name() + " " + sqlType(column))
                            .toList());
            assertThat(strings("select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
                            + " and a.attnum = any(i.indkey) where i.indisprimary and i.indrelid = 'payer_oltp."
                            + table.tableName() + "'::regclass order by a.attnum"))
                    .isEqualTo(table.key());
            assertThat(strings("select relreplident from pg_class where oid = 'payer_oltp." + table.tableName()
                            + "'::regclass"))
                    .containsExactly("f");
        }
    }

    private static String sqlType(OltpColumn column) {
        return switch (column.type()) {
            case TEXT -> "text";
            case INTEGER -> "integer";
            case BOOLEAN -> "boolean";
            case DECIMAL -> "numeric";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp with time zone";
        };
    }

    @Test
    void creatingTheSchemaTwiceChangesNothing() throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection()) {
            OltpSchema.create(connection);
        }
        assertThat(strings("select table_name from information_schema.tables where table_schema = 'payer_oltp'"))
                .hasSize(OltpTable.values().length);
    }

    @Test
    void aWriterThatWasStoppedGoesOnExactly() throws SQLException {
        write(XS, SILENT);
        Map<OltpTable, List<String>> undisturbed = contents();
        for (int stop : List.of(0, 700)) {
            createEmpty();
            assertThatThrownBy(() -> write(failingAt(stop), SILENT)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> write(XS, stoppingAfter(stop + 20))).hasMessage("stopped after " + (stop + 20));
            WriteCounts rest = write(XS, SILENT);
            assertThat(rest.skipped()).isEqualTo(stop + 21L);
            assertThat(contents()).isEqualTo(undisturbed);
        }
    }

    @Test
    void theTablesHoldTheRowsOfTheStream() throws SQLException {
        Map<OltpTable, Map<String, Row>> expected = new TreeMap<>();
        XS.transactions().flatMap(transaction -> transaction.changes().stream()).forEach(change -> {
            Map<String, Row> rows = expected.computeIfAbsent(change.table(), table -> new TreeMap<>());
            Row after = change.after();
            if (after == null) {
                rows.remove(change.values().keyText());
            } else {
                rows.put(after.keyText(), after);
            }
        });
        WriteCounts counts = write(XS, SILENT);
        for (OltpTable table : OltpSchema.entities()) {
            long deletes = counts.deletes().getOrDefault(table, 0L);
            assertThat(counts.inserts().get(table) - deletes)
                    .isEqualTo(expected.get(table).size());
            String key = String.join(" || '|' || ", table.key());
            assertThat(strings("select " + key + " || ' ' || row_version from payer_oltp." + table.tableName()))
                    .containsExactlyInAnyOrderElementsOf(expected.get(table).values().stream()
                            .map(row -> row.keyText() + " " + row.get("row_version"))
                            .toList());
        }
    }

    @Test
    void writingAgainDoesNothing() throws SQLException {
        WriteCounts first = write(XS, SILENT);
        WriteCounts second = write(XS, SILENT);
        assertThat(second.written()).isZero();
        assertThat(second.skipped()).isEqualTo(first.written());
    }

    @Test
    void tablesOfAnotherSeedAreRefused() throws SQLException {
        write(XS, SILENT);
        assertThatThrownBy(() -> write(PayerSimulation.of(Preset.XS, 12), SILENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("seed 11")
                .hasMessageContaining("seed 12");
    }

    private WriteCounts write(TransactionSource source, ProgressListener listener) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection()) {
            return OltpWriter.write(connection, source, listener);
        }
    }

    /** The stream of {@link #XS}, in which a transaction is refused by the server in its middle: a row is there twice. */
    private static TransactionSource failingAt(int index) {
        return new TransactionSource() {
            @Override
            public String identity() {
                return XS.identity();
            }

            @Override
            public Stream<OltpTransaction> transactions() {
                return XS.transactions().map(transaction -> {
                    if (transaction.index() != index) {
                        return transaction;
                    }
                    List<RowChange> changes = new ArrayList<>(transaction.changes());
                    changes.add(RowChange.insert(transaction.changes().get(0).values()));
                    return new OltpTransaction(index, transaction.recordedAt(), "twice", changes);
                });
            }
        };
    }

    private static ProgressListener stoppingAfter(int index) {
        return transaction -> {
            if (transaction.index() == index) {
                throw new IllegalStateException("stopped after " + index);
            }
        };
    }

    private Map<OltpTable, List<String>> contents() throws SQLException {
        Map<OltpTable, List<String>> contents = new TreeMap<>();
        for (OltpTable table : OltpSchema.entities()) {
            contents.put(table, strings("select t::text from payer_oltp." + table.tableName() + " t order by 1"));
        }
        return contents;
    }

    private List<String> strings(String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
