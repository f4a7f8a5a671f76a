package dev.scd2.snowflake.standin;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session: a connection to DuckDB, the names in force, the parameters and the transaction. One statement at a time. */
final class Session implements AutoCloseable {
    private final long number;
    private final String user;
    private final Connection duck;
    private final Parameters parameters = new Parameters();
    private final Transaction transaction;
    private final Set<String> temporary = new HashSet<>();
    private String token = UUID.randomUUID().toString();
    private final String masterToken = UUID.randomUUID().toString();
    private String database;
    private String schema = "PUBLIC";
    private @Nullable Repeat repeat;
    private long loadsOnly = Long.MAX_VALUE;
    private String role = "SYSADMIN";
    private String warehouse = "WH";

    Session(long number, String user, Connection duck, Locks locks, String database) {
        this.number = number;
        this.user = user;
        this.duck = duck;
        this.database = database;
        transaction = new Transaction(duck, locks, this);
    }

    long number() {
        return number;
    }

    String user() {
        return user;
    }

    String token() {
        return token;
    }

    String masterToken() {
        return masterToken;
    }

    void renew() {
        token = UUID.randomUUID().toString();
    }

    @Nullable
    Repeat repeat() {
        return repeat;
    }

    void repeat(@Nullable Repeat repeat) {
        this.repeat = repeat;
    }

    /** Returns the end of a statement that loads rows. */
    String limit() {
        return loadsOnly == Long.MAX_VALUE ? "" : " LIMIT " + loadsOnly;
    }

    void loadsOnly(long rows) {
        loadsOnly = rows;
    }

    Connection duck() {
        return duck;
    }

    Parameters parameters() {
        return parameters;
    }

    Transaction transaction() {
        return transaction;
    }

    String database() {
        return database;
    }

    String schema() {
        return schema;
    }

    String role() {
        return role;
    }

    String warehouse() {
        return warehouse;
    }

    void role(String role) {
        this.role = role;
    }

    void warehouse(String warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * Makes a schema the one in which unqualified names are looked up.
     *
     * @throws SnowflakeError 002043 if there is none
     */
    void use(String database, String schema) {
        try {
            duck("USE " + Names.quoted(database) + "." + Names.quoted(schema));
        } catch (SQLException e) {
            throw SnowflakeError.compilation(
                    "002043", "02000", "Object does not exist, or operation cannot be performed.");
        }
        this.database = database;
        this.schema = schema;
    }

    /** Returns a name of one to three parts as one of three. */
    List<String> full(List<String> name) {
        return switch (name.size()) {
            case 1 -> List.of(database, schema, name.get(0));
            case 2 -> List.of(database, name.get(0), name.get(1));
            case 3 -> name;
            default -> throw SnowflakeError.syntax(String.join(".", name), 0);
        };
    }

    /** Returns the name as Snowflake writes it in messages. */
    String told(List<String> name) {
        return String.join(".", full(name));
    }

    /** Returns the name of a table as DuckDB reads it: in full, save for a temporary one. */
    String duckName(List<String> name) {
        List<String> full = full(name);
        if (temporary.contains(String.join(".", full))) {
            return Names.quoted(full.get(2));
        }
        return Names.quoted(full.get(0)) + "." + Names.quoted(full.get(1)) + "." + Names.quoted(full.get(2));
    }

    /** Returns the full names of the temporary tables. */
    Set<String> temporary() {
        return temporary;
    }

    void duck(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try (duck) {
            transaction.rollback();
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }
}
