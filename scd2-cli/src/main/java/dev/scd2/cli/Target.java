package dev.scd2.cli;

import dev.scd2.dimension.Key;
import dev.scd2.error.Scd2Exception;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.sql.Adoption;
import dev.scd2.store.DimensionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The DuckDB file that a command works on, open. Confined to one thread. */
final class Target implements AutoCloseable {
    /** The table of a new file. */
    static final String DEFAULT_TABLE = "history";

    private final Path file;
    private final Connection connection;

    private Target(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens {@code file}, which is made if it is missing. */
    static Target open(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw Failure.of("There is no directory " + directory + " for " + file.getFileName() + ". Make it first.");
        }
        if (Files.isDirectory(file)) {
            throw Failure.of(
                    file + " is a directory. Name a file in it, for example " + file.resolve("history.duckdb") + ".");
        }
        try {
            Connection connection = DuckDbStore.connect(file);
            try (Statement statement = connection.createStatement()) {
                // Every commit is in the log at once; it is folded into the file at the end, not every 16 MB.
                statement.execute("SET checkpoint_threshold = '256MB'");
            }
            return new Target(file, connection);
        } catch (SQLException | Scd2Exception failure) {
            throw Failure.of(Diagnosis.ofDatabase(failure, file), failure);
        }
    }

    /** Opens {@code file}, which must exist. */
    static Target openExisting(Path file) {
        if (!Files.exists(file)) {
            throw Failure.of("There is no file " + file + ".");
        }
        return open(file);
    }

    /** Returns the declaration of {@code table}, or of the only one where none is named; empty if there is none. */
    Optional<Declaration> declaration(@Nullable String table) {
        try {
            return DeclarationTable.find(connection, table == null ? onlyTable().orElse(DEFAULT_TABLE) : table);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** Returns the declaration of {@code table}, or of the only one where none is named. */
    Declaration requireDeclaration(@Nullable String table) {
        return declaration(table)
                .orElseThrow(() -> Failure.of(
                        table == null
                                ? file + " holds no table that ./scd2 apply has made."
                                : file + " holds no table " + table + " that ./scd2 apply has made."));
    }

    private Optional<String> onlyTable() throws SQLException {
        List<String> names = DeclarationTable.names(connection);
        if (names.size() > 1) {
            throw Failure.usage(file + " holds the tables " + String.join(", ", names) + ". Name one with --table.");
        }
        return names.stream().findFirst();
    }

    /** Opens the history of a table; a new one is remembered as it is declared. */
    DimensionStore store(Declaration declaration, Limits limits) {
        try {
            DimensionStore store = DuckDbStore.on(
                    connection,
                    declaration.dimension(limits),
                    declaration.preset().options());
            if (DeclarationTable.find(connection, declaration.table()).isEmpty()) {
                DeclarationTable.save(connection, declaration);
            }
            return store;
        } catch (SQLException | Scd2Exception | IllegalArgumentException failure) {
            throw failed(failure);
        }
    }

    /** Remembers how a table is read from now on. */
    void keep(Declaration declaration) {
        try {
            DeclarationTable.save(connection, declaration);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** Opens the history of a table as it is. */
    DimensionStore store(Declaration declaration) {
        try {
            return DuckDbStore.on(
                    connection,
                    declaration.dimension(Limits.NONE),
                    declaration.preset().options());
        } catch (Scd2Exception | IllegalArgumentException failure) {
            throw failed(failure);
        }
    }

    /** Opens the history of a table in a transaction that is never committed. */
    DimensionStore rehearsal(Declaration declaration, Limits limits) {
        try {
            connection.setAutoCommit(false);
            return DuckDbStore.joining(
                    connection,
                    declaration.dimension(limits),
                    declaration.preset().options());
        } catch (SQLException | Scd2Exception | IllegalArgumentException failure) {
            throw failed(failure);
        }
    }

    /** Returns the columns of a table that something else made, without those that it keeps of its own. */
    List<Field> fields(String table, Preset preset) {
        Set<String> own = preset.bookkeeping(table);
        List<Field> fields = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database()"
                        + " AND schema_name = 'main' AND table_name = ? ORDER BY column_index")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!own.contains(rows.getString(1).toLowerCase(Locale.ROOT))) {
                        fields.add(new Field(rows.getString(1), ParquetFile.typeOf(rows.getString(2))));
                    }
                }
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
        if (fields.isEmpty()) {
            throw Failure.of(file + " holds no table " + table + ".");
        }
        return fields;
    }

    /** Returns the adoption of a table. */
    Adoption adoption(Declaration declaration) {
        return DuckDbStore.adopting(
                connection,
                declaration.dimension(Limits.NONE),
                declaration.preset().options());
    }

    /** Does {@code work} and keeps the declaration, unless it fails. */
    <T> T keeping(Declaration declaration, Supplier<T> work) {
        boolean done = false;
        try {
            Optional<Declaration> before = DeclarationTable.find(connection, declaration.table());
            DeclarationTable.save(connection, declaration);
            try {
                T result = work.get();
                done = true;
                return result;
            } finally {
                if (!done && before.isPresent()) {
                    DeclarationTable.save(connection, before.get());
                } else if (!done) {
                    DeclarationTable.forget(connection, declaration.table());
                }
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** Returns keys of a table, drawn at random; all of them where there are not so many. */
    List<Key> sample(Declaration declaration, int size) {
        String columns = String.join(
                ", ",
                declaration.key().stream().map(column -> quoted(column.name())).toList());
        String query = "SELECT " + columns + " FROM (SELECT DISTINCT " + columns + " FROM "
                + quoted(declaration.table()) + ") USING SAMPLE reservoir(" + size + " ROWS)";
        List<Key> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                Map<String, @Nullable Object> fields = new HashMap<>();
                for (int i = 0; i < declaration.key().size(); i++) {
                    fields.put(declaration.key().get(i).name(), rows.getObject(i + 1));
                }
                keys.add(declaration.dimension(Limits.NONE).key(fields));
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
        return keys;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    Failure failed(Exception failure) {
        return Failure.of(Diagnosis.ofDatabase(failure, file), failure);
    }

    @Override
    public void close() {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }
}
