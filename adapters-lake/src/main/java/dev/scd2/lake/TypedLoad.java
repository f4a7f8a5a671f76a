package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings a typed table up to its raw one, within the transaction of the connection. {@code meta.typed_tables} says up to
 * which load, and behind which place in the log a truncate left nothing.
 *
 * <p>Rows are replaced and not updated: an update of rows all over a table writes each of its columns in each block, and took
 * three times as long for 1,500 keys of a million (140 ms and 43). Confined to one thread.
 */
final class TypedLoad {
    private static final String FRESH = "temp.main.scd2_typed";

    private final Connection connection;
    private final String entity;
    private final String raw;
    private final String typed;
    private final String create;
    private final String fresh;
    private long reached;
    private long truncated;

    TypedLoad(Connection connection, TypedTable table) {
        this.connection = connection;
        this.entity = table.entity();
        this.raw = "raw." + quoted(entity);
        this.typed = "typed." + quoted(entity);
        this.create = "create table if not exists " + typed
                + " (_key varchar not null, _deleted boolean not null, _lsn bigint not null, _total_order bigint not null"
                + text(
                        table,
                        column -> ", " + quoted(column.getKey()) + " "
                                + DuckDbDialect.INSTANCE.typeName(column.getValue()))
                + ")";
        this.fresh = "create or replace temp table scd2_typed as select f.*, t.rowid as _held from ("
                + "select key as _key, op = 'd' or lsn < ? as _deleted, lsn as _lsn, coalesce(total_order, 0) as _total_order"
                + text(table, column -> ", " + TypedImage.value(column) + " as " + quoted(column.getKey()))
                + " from (select key, op, lsn, total_order, json_transform(coalesce(after, before, key), '"
                + TypedImage.structure(table.columns()).replace("'", "''") + "') as image from " + raw
                + " where load_id > ? and problem is null and op <> 't' qualify row_number() over"
                + " (partition by key order by lsn desc, total_order desc, off desc) = 1)) as f left join " + typed
                + " as t on t._key = f._key"
                + " where t._key is null or (f._lsn, f._total_order) > (t._lsn, t._total_order)";
    }

    /** Makes what is missing; the raw table has to be there. */
    void createTable() throws SQLException {
        execute("create schema if not exists typed");
        execute("create table if not exists meta.typed_tables (entity varchar primary key, load_id bigint not null,"
                + " truncated_lsn bigint not null)");
        execute(create);
        try (PreparedStatement begin =
                connection.prepareStatement("insert into meta.typed_tables values (?, 0, 0) on conflict do nothing")) {
            begin.setString(1, entity);
            begin.executeUpdate();
        }
    }

    /** Takes the rows of all loads behind the last that it took. */
    void catchUp() throws SQLException {
        try (PreparedStatement begin =
                connection.prepareStatement("select load_id, truncated_lsn from meta.typed_tables where entity = ?")) {
            begin.setString(1, entity);
            try (ResultSet row = begin.executeQuery()) {
                row.next();
                reached = row.getLong(1);
                truncated = row.getLong(2);
            }
        }
        run();
    }

    /** Takes the rows of a load with these files. */
    void take(List<FreshFile> files, long load) throws SQLException {
        List<FreshFile> own =
                files.stream().filter(one -> one.file().entity().equals(entity)).toList();
        if (own.stream().anyMatch(FreshFile::truncates)) {
            run();
        } else if (!own.isEmpty()) {
            merge(reached);
            try (PreparedStatement update =
                    connection.prepareStatement("update meta.typed_tables set load_id = ? where entity = ?")) {
                update.setLong(1, load);
                update.setString(2, entity);
                update.executeUpdate();
            }
            reached = load;
        }
    }

    private void run() throws SQLException {
        long from = reached;
        long before = truncated;
        try (PreparedStatement update = connection.prepareStatement(
                "update meta.typed_tables set load_id = now.load_id, truncated_lsn = now.lsn"
                        + " from (select coalesce(max(load_id), ?) as load_id, greatest(?, coalesce(max(lsn)"
                        + " filter (op = 't'), 0)) as lsn from " + raw + " where load_id > ?) as now"
                        + " where entity = ? returning typed_tables.load_id, typed_tables.truncated_lsn")) {
            update.setLong(1, from);
            update.setLong(2, before);
            update.setLong(3, from);
            update.setString(4, entity);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                reached = row.getLong(1);
                truncated = row.getLong(2);
            }
        }
        merge(from);
        if (truncated > before) {
            execute("update " + typed + " set _deleted = true where not _deleted and _lsn < " + truncated);
        }
    }

    private void merge(long from) throws SQLException {
        try (PreparedStatement newest = connection.prepareStatement(fresh)) {
            newest.setLong(1, truncated);
            newest.setLong(2, from);
            newest.executeUpdate();
        }
        execute("delete from " + typed + " where rowid in (select _held from " + FRESH + " where _held is not null)");
        execute("insert into " + typed + " select * exclude (_held) from " + FRESH);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(
            TypedTable table, java.util.function.Function<Map.Entry<String, ColumnType>, String> column) {
        return table.columns().entrySet().stream().map(column).collect(Collectors.joining());
    }

    private static String quoted(String identifier) {
        return LoadedFiles.quoted(identifier);
    }
}
