package dev.scd2.snowflake.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;

/** What all sessions share: the databases, the stages with their files, the file formats, the locks. Thread-safe. */
final class Warehouse implements AutoCloseable {
    private final DuckDBConnection duck;
    private final Stages stages;
    private final Formats formats = new Formats();
    private final Loads loads = new Loads();
    private final Locks locks = new Locks();
    private final Catalogue catalogue = new Catalogue();
    private final AtomicLong sessions = new AtomicLong(1000);

    Warehouse(Path directory, String database, Map<String, Path> externals) {
        stages = new Stages(directory, externals);
        try {
            duck = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
            run("SET TimeZone = 'UTC'");
            run("SET GLOBAL default_null_order = 'NULLS_LAST_ON_ASC_FIRST_ON_DESC'");
            run("SET GLOBAL ieee_floating_point_ops = false");
            run("CREATE SCHEMA memory.sf");
            for (String macro : macros().split(";\n", -1)) {
                if (!macro.isBlank()) {
                    run(macro);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot start the engine of the stand-in", e);
        }
        createDatabase(database, false);
    }

    private static String macros() {
        try (InputStream in = Warehouse.class.getResourceAsStream("functions.sql")) {
            if (in == null) {
                throw new IllegalStateException("functions.sql is missing beside " + Warehouse.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stages stages() {
        return stages;
    }

    Formats formats() {
        return formats;
    }

    Loads loads() {
        return loads;
    }

    Locks locks() {
        return locks;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Answer createDatabase(String name, boolean absent) {
        if (List.of("MEMORY", "TEMP", "SYSTEM").contains(name.toUpperCase(java.util.Locale.ROOT))) {
            throw SnowflakeError.unsupported("database called " + name);
        }
        try {
            run("ATTACH " + (absent ? "IF NOT EXISTS " : "") + "':memory:' AS " + Names.quoted(name));
            run("CREATE SCHEMA IF NOT EXISTS " + Names.quoted(name) + ".\"PUBLIC\"");
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
        return Answer.status(Kind.DEFINITION, "Database " + name + " successfully created.");
    }

    Session open(String user, String database, String schema) {
        try {
            Connection connection = duck.duplicate();
            Session session = new Session(sessions.incrementAndGet(), user, connection, locks, database);
            session.duck("SET TimeZone = 'UTC'");
            session.use(database, schema);
            return session;
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }

    /** Returns whether there is a table or a view of this name. */
    boolean holds(Session session, List<String> name) {
        return !targets(session, name).isEmpty();
    }

    /** Returns the columns of a table; none if there is no such table. */
    List<FileLoad.Target> targets(Session session, List<String> name) {
        List<String> full = session.full(name);
        boolean temporary = session.temporary().contains(String.join(".", full));
        String sql =
                "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE database_name = ? AND schema_name = ? AND table_name"
                        + " = ? ORDER BY column_index";
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            statement.setString(1, temporary ? "temp" : Names.held(full.get(0)));
            statement.setString(2, temporary ? "main" : Names.held(full.get(1)));
            statement.setString(3, Names.held(full.get(2)));
            List<FileLoad.Target> columns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new FileLoad.Target(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
                }
            }
            return columns;
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }

    private synchronized void run(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            duck.close();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot stop the engine of the stand-in", e);
        }
    }
}
