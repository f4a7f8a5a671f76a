package dev.scd2.benchmarks;

import dev.scd2.store.DimensionStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A database of its own for measuring, in a directory that is removed on close. Confined to one thread. */
abstract class Database implements AutoCloseable {
    final Path directory;

    Database(Path directory) {
        this.directory = directory;
    }

    abstract String name();

    /** Returns the version and the settings, in one line. */
    abstract String settings() throws SQLException;

    /** Returns a new connection in auto-commit. */
    abstract Connection connect() throws SQLException;

    /** Opens the store of {@link Members} in {@code schema}. */
    abstract DimensionStore open(String schema);

    /** Returns what {@link #plainLoad} does, and with which indexes. */
    abstract String loading(String model) throws SQLException;

    /** Writes all rows of {@code table} into a file, in the form that the database loads fastest. */
    abstract Path exported(String table) throws SQLException, IOException;

    /** Makes {@code target} of the exported rows by the database's own means; returns the milliseconds of the load alone. */
    abstract double plainLoad(Path rows, String model, String target) throws Exception;

    /** Returns the file in the form that {@link #stage} takes; {@code texts} has tabs between columns. */
    abstract Path extract(Path texts) throws SQLException;

    /** Makes a full extract a table of the open transaction, if it must be one, and returns what stands behind FROM. */
    abstract String stage(Connection connection, Path extract) throws SQLException, IOException;

    /** Lets one transaction use more memory than is the standard, where the standard is small. */
    abstract void unbind(Connection connection) throws SQLException;

    /** Makes {@code target} a copy of {@code model}, indexes included. */
    abstract void copy(String model, String target) throws SQLException;

    /** Finishes in the background what earlier work left, so that it is not measured with the next. */
    abstract void settle(String schema) throws SQLException;

    /** Returns a query for the bytes that a table takes on disk, indexes included. */
    abstract String bytesOf(String schema, String table);

    /** Returns rows and bytes of each table in {@code schema}, a line for each. */
    String held(String schema) throws SQLException {
        settle(schema);
        List<String> lines = new ArrayList<>();
        String tables = one("SELECT string_agg(table_name, ',' ORDER BY table_name) FROM information_schema.tables"
                + " WHERE table_schema = '" + schema + "' AND table_type = 'BASE TABLE'");
        for (String table : tables.split(",")) {
            long rows = Long.parseLong(one("SELECT count(*) FROM " + schema + "." + table));
            long bytes = Long.parseLong(one(bytesOf(schema, table)));
            lines.add(String.format(Locale.ROOT, "  %-24s %,12d rows %,15d bytes", table, rows, bytes));
        }
        return String.join("\n", lines);
    }

    /** Keeps a database within this process from taking most of the memory of the machine. */
    void limitMemory() throws SQLException {}

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String one(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Writes the rows of all members as text. */
    Path extract(int[] generations) throws IOException, SQLException {
        Path texts = directory.resolve("extract.tsv");
        try (BufferedWriter writer = Files.newBufferedWriter(texts)) {
            StringBuilder line = new StringBuilder();
            for (int member = 0; member < generations.length; member++) {
                for (Map.Entry<String, Object> cell :
                        Members.row(member, generations[member]).entrySet()) {
                    line.append(line.length() == 0 ? "" : "\t").append(cell.getValue());
                }
                writer.append(line.append('\n'));
                line.setLength(0);
            }
        }
        return extract(texts);
    }

    @Override
    public void close() throws IOException, SQLException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
