package dev.scd2.lake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a DuckDB database holds of a lake: the raw tables, and which file brought which offsets. Confined to one thread. */
final class LoadedFiles {
    private final Connection connection;
    private final Set<String> tables = new HashSet<>();
    private final Map<String, List<LakeFile>> files = new HashMap<>();
    private LocalDateTime now = LocalDateTime.MIN;
    private long loadId;

    LoadedFiles(Connection connection) {
        this.connection = connection;
    }

    /** How much of a file is loaded. */
    enum Share {
        NONE,
        SOME,
        ALL
    }

    void createTables() throws SQLException {
        execute("create schema if not exists meta");
        execute("create schema if not exists raw");
        execute("create table if not exists meta.loaded (key varchar primary key, etag varchar not null,"
                + " entity varchar not null, part integer not null, first_offset bigint not null,"
                + " last_offset bigint not null, row_count bigint not null, load_id bigint not null,"
                + " load_timestamp timestamp not null)");
        execute("create table if not exists meta.load_batches (load_id bigint primary key, source varchar not null,"
                + " file_count bigint not null, first_file varchar not null, last_file varchar not null,"
                + " load_timestamp timestamp not null, row_count bigint not null, checksum varchar not null,"
                + " status varchar not null)");
        read();
    }

    /** Reads which files are loaded. */
    void read() throws SQLException {
        files.clear();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select key from meta.loaded")) {
            while (row.next()) {
                LakeFile.named(row.getString(1)).ifPresent(this::add);
            }
        }
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    private void add(LakeFile file) {
        files.computeIfAbsent(place(file), place -> new ArrayList<>()).add(file);
    }

    private static String place(LakeFile file) {
        return file.entity() + "/" + file.partition();
    }

    /**
     * Says how much of a file is loaded.
     *
     * @throws LakeException if it lies before what is loaded, or across its edge
     */
    Share share(LakeFile file, LakeLocation location) {
        Share share = Share.NONE;
        long end = -1;
        for (LakeFile other : files.getOrDefault(place(file), List.of())) {
            if (other.covers(file)) {
                return Share.ALL;
            }
            if (other.overlaps(file) && !file.covers(other)) {
                throw overlap(file, other.last(), location);
            }
            share = file.covers(other) ? Share.SOME : share;
            end = Math.max(end, other.last());
        }
        if (share == Share.NONE && file.first() <= end) {
            throw overlap(file, end, location);
        }
        return share;
    }

    private static LakeException overlap(LakeFile file, long end, LakeLocation location) {
        return new LakeException("The file " + file.key() + " in " + location + " begins at or before offset " + end
                + ", which is loaded already: two programs wrote this topic at once. Nothing was loaded.");
    }

    /** Begins a load and returns its number. */
    long begin(Instant instant) throws SQLException {
        now = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        loadId = one("select coalesce(max(load_id), 0) + 1 from meta.load_batches");
        return loadId;
    }

    /** Takes the rows of a file that are not loaded, and returns how many there were. */
    long take(LakeFile file, String tag, Path copy, LakeLocation location) throws SQLException {
        Share share = share(file, location);
        if (tables.add(file.entity())) {
            createRaw(file.entity());
        }
        long rows = insert(file, copy, share);
        if (share == Share.SOME) {
            requireWhole(file, copy, location);
        }
        remember(file, tag, rows);
        add(file);
        return rows;
    }

    /** Takes a file that lies behind all that is loaded, as a writer does that has just written it. */
    long append(FreshFile fresh) throws SQLException {
        if (tables.add(fresh.file().entity())) {
            createRaw(fresh.file().entity());
        }
        long rows = insert(fresh.file(), fresh.copy(), Share.NONE);
        remember(fresh.file(), fresh.tag(), rows);
        return rows;
    }

    private long insert(LakeFile file, Path copy, Share share) throws SQLException {
        String sql = "insert into raw." + quoted(file.entity())
                + " (op, key, before, after, lsn, total_order, tx_id, ts_us, part, off, problem, payload, load_id, file)"
                + " select op, key, before, after, lsn, total_order, tx_id, ts_us, part, off, problem, payload, ?, ?"
                + " from read_parquet(?)"
                + (share == Share.NONE
                        ? ""
                        : " where not exists (select 1 from meta.loaded as held where held.entity = ? and held.part = ?"
                                + " and off between held.first_offset and held.last_offset)");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, loadId);
            statement.setString(2, file.key());
            statement.setString(3, copy.toString());
            if (share != Share.NONE) {
                statement.setString(4, file.entity());
                statement.setInt(5, file.partition());
            }
            return statement.executeUpdate();
        }
    }

    private void requireWhole(LakeFile file, Path copy, LakeLocation location) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select (select count(*) from raw." + quoted(file.entity())
                        + " where part = ? and off between ? and ?), (select count(*) from read_parquet(?))")) {
            statement.setInt(1, file.partition());
            statement.setLong(2, file.first());
            statement.setLong(3, file.last());
            statement.setString(4, copy.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getLong(1) != row.getLong(2)) {
                    throw new LakeException("The file " + file.key() + " in " + location + " holds " + row.getLong(2)
                            + " rows, and with those of narrower files that were loaded before it there would be "
                            + row.getLong(1) + ". Nothing was loaded; see what verifying the lake says.");
                }
            }
        }
    }

    private void remember(LakeFile file, String tag, long rows) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into meta.loaded values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, file.key());
            statement.setString(2, tag);
            statement.setString(3, file.entity());
            statement.setInt(4, file.partition());
            statement.setLong(5, file.first());
            statement.setLong(6, file.last());
            statement.setLong(7, rows);
            statement.setLong(8, loadId);
            statement.setObject(9, now);
            statement.executeUpdate();
        }
    }

    /** Writes what the load was. */
    void end(LakeLocation location) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into meta.load_batches (load_id, source, file_count, first_file, last_file, load_timestamp,"
                        + " row_count, checksum, status) select ?, ?, count(*), min(key), max(key), ?, sum(row_count),"
                        + " md5(string_agg(key || ' ' || etag, ',' order by key)), 'loaded'"
                        + " from meta.loaded where load_id = ?")) {
            statement.setLong(1, loadId);
            statement.setString(2, location.toString());
            statement.setObject(3, now);
            statement.setLong(4, loadId);
            statement.executeUpdate();
        }
    }

    void createRaw(String entity) throws SQLException {
        execute("create table if not exists raw." + quoted(entity)
                + " (op varchar not null, key varchar, before varchar, after varchar, lsn bigint,"
                + " total_order bigint, tx_id bigint, ts_us bigint, part integer not null, off bigint not null,"
                + " problem varchar, payload varchar, load_id bigint not null, file varchar not null)");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
