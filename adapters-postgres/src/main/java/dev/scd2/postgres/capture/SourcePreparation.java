package dev.scd2.postgres.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes publication and slot, and says clearly what stands in the way. */
final class SourcePreparation {
    private static final long UNREAD_NANOS = 10_000_000_000L;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String CONFIGURATION_LIMIT = "53400";

    private final Connection connection;
    private final String slot;
    private final String publication;
    private final List<TableName> tables;
    private final boolean snapshot;

    SourcePreparation(
            Connection connection, String slot, String publication, List<TableName> tables, boolean snapshot) {
        this.connection = connection;
        this.slot = slot;
        this.publication = publication;
        this.tables = tables;
        this.snapshot = snapshot;
    }

    Preparation run() {
        try {
            if (!connection.getAutoCommit()) {
                throw new IllegalArgumentException(
                        "A slot cannot be made inside a transaction: prepare needs a connection in auto-commit mode.");
            }
            requireLogicalDecoding();
            requireTables();
            boolean publicationCreated = !ask("select 1 from pg_publication where pubname = ?", publication)
                    .isPresent();
            List<String> added = publicationCreated ? List.of() : missingInPublication();
            if (publicationCreated) {
                execute("create publication " + quoted(publication) + " for table " + list(tables));
            } else if (!added.isEmpty()) {
                execute("alter publication " + quoted(publication) + " add table "
                        + list(added.stream().map(TableName::of).toList()));
            }
            return new Preparation(publicationCreated, makeSlot(), added, tablesWithoutBefore());
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    void drop() {
        try {
            awaitUnread();
            ask("select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ?", slot);
            execute("drop publication if exists " + quoted(publication));
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /** The server sees a little later than a run which has ended that nobody reads any more. */
    private void awaitUnread() throws SQLException {
        long deadline = System.nanoTime() + UNREAD_NANOS;
        while (ask("select 1 from pg_replication_slots where active and slot_name = ?", slot)
                .isPresent()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new CaptureException("The replication slot '" + slot
                        + "' is being read, so it cannot be dropped. Stop the capture that reads it first.");
            }
            ask("select pg_sleep(0.05)", null);
        }
    }

    SlotLag lag() {
        try (PreparedStatement statement = connection.prepareStatement(
                "select active, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint,"
                        + " pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint"
                        + " from pg_replication_slots where slot_name = ?")) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new CaptureException(
                            "There is no replication slot '" + slot + "'. Prepare the capture first.");
                }
                return new SlotLag(row.getBoolean(1), row.getLong(2), row.getLong(3));
            }
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    private void requireLogicalDecoding() throws SQLException {
        String level = ask("select current_setting('wal_level')", null).orElse("unknown");
        if (!level.equals("logical")) {
            throw new CaptureException("The server's wal_level is '" + level + "', and changes are decoded only from"
                    + " 'logical'. Set wal_level = logical in postgresql.conf and restart the server.");
        }
        if (ask("select 1 from pg_roles where rolname = current_user and (rolreplication or rolsuper)", null)
                        .isEmpty()
                && ask(
                                "select 1 from pg_roles where rolname = 'rds_replication'"
                                        + " and pg_has_role(current_user, oid, 'member')",
                                null)
                        .isEmpty()) {
            throw new CaptureException("The user has no right to replicate. Let a superuser run:" + " alter role "
                    + ask("select quote_ident(current_user)", null).orElse("…") + " replication.");
        }
    }

    private void requireTables() throws SQLException {
        List<String> missing = new ArrayList<>();
        for (TableName table : tables) {
            if (ask("select 1 where to_regclass(?) is not null", table.quoted()).isEmpty()) {
                missing.add(table.toString());
            }
        }
        if (!missing.isEmpty()) {
            throw new CaptureException("These tables to capture are not in the database: " + String.join(", ", missing)
                    + ". Create them first, or correct the list.");
        }
    }

    private List<String> missingInPublication() throws SQLException {
        List<String> missing = new ArrayList<>();
        if (ask("select 1 from pg_publication where puballtables and pubname = ?", publication)
                .isPresent()) {
            return missing;
        }
        for (TableName table : tables) {
            try (PreparedStatement statement = connection.prepareStatement("select 1 from pg_publication_tables"
                    + " where pubname = ? and schemaname = ? and tablename = ?")) {
                statement.setString(1, publication);
                statement.setString(2, table.schema());
                statement.setString(3, table.table());
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        missing.add(table.toString());
                    }
                }
            }
        }
        return missing;
    }

    private boolean makeSlot() throws SQLException {
        Optional<String> state = ask(
                "select case when plugin is distinct from 'pgoutput' then 'its plugin is not pgoutput'"
                        + " when database <> current_database() then 'it belongs to another database'"
                        + " when wal_status = 'lost' then 'the server has thrown away the log that it needs'"
                        + " else 'good' end from pg_replication_slots where slot_name = ?",
                slot);
        if (state.isPresent()) {
            if (!state.get().equals("good")) {
                throw new CaptureException("The replication slot '" + slot + "' cannot be used: " + state.get()
                        + ". Drop it, or choose another name.");
            }
            return false;
        }
        if (!snapshot) {
            requireEmptyTables();
        }
        ask("select pg_create_logical_replication_slot(?, 'pgoutput')", slot);
        return true;
    }

    private void requireEmptyTables() throws SQLException {
        for (TableName table : tables) {
            if (ask("select 1 from " + table.quoted() + " limit 1", null).isPresent()) {
                throw new CaptureException("Table " + table + " holds rows from before the slot '" + slot
                        + "', which would never be delivered. Prepare the capture before the first row is written,"
                        + " or begin with a snapshot.");
            }
        }
    }

    private List<String> tablesWithoutBefore() throws SQLException {
        List<String> without = new ArrayList<>();
        for (TableName table : tables) {
            if (ask("select 1 from pg_class where oid = to_regclass(?) and relreplident <> 'f'", table.quoted())
                    .isPresent()) {
                without.add(table.toString());
            }
        }
        return without;
    }

    private Optional<String> ask(String sql, @Nullable String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (argument != null) {
                statement.setString(1, argument);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)).or(() -> Optional.of("")) : Optional.empty();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private CaptureException explained(SQLException e) {
        if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            return new CaptureException(
                    "The user may not prepare the capture: " + e.getMessage()
                            + ". Grant ownership of the tables, CREATE on the database and REPLICATION.",
                    e);
        }
        if (CONFIGURATION_LIMIT.equals(e.getSQLState())) {
            return new CaptureException(
                    "The server has no free replication slot for '" + slot
                            + "'. Raise max_replication_slots, or drop slots that nobody reads.",
                    e);
        }
        return new CaptureException("The capture could not be prepared: " + e.getMessage(), e);
    }

    private static String list(List<TableName> tables) {
        return tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String identifier) {
        return '"' + identifier + '"';
    }
}
