package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the files of a lake into the raw tables of a DuckDB database, each exactly once.
 *
 * <p>{@code raw.<entity>} holds the messages with their partition, offset, load and file; {@code meta.loaded} holds a row
 * per file, {@code meta.load_batches} one per load. Rows and manifest commit in one transaction, so a killed load left
 * nothing and is done again.
 *
 * <p>Confined to one thread; a database file is open in one program at a time.
 */
public final class LakeLoader implements AutoCloseable {
    private final Bucket bucket;
    private final Path cache;
    private final Clock clock;

    private LakeLoader(Bucket bucket, Path cache, Clock clock) {
        this.bucket = bucket;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * Opens a loader of the lake in this bucket.
     *
     * @param cache  a local directory for files under way
     * @param clock  says when a load happened
     */
    public static LakeLoader open(S3Location location, Path cache, Clock clock) {
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
        return new LakeLoader(new Bucket(location), cache, clock);
    }

    /**
     * Loads the files that the database does not hold yet, all in one transaction.
     *
     * @param connection  to the DuckDB database, in auto-commit mode; schemas and tables are made where they are missing
     * @throws LakeException if a file overlaps what is loaded, or the lake or the
     *     database fails; then nothing was loaded
     */
    public LoadResult load(Connection connection) {
        List<Path> local = new ArrayList<>();
        try {
            createMeta(connection);
            Map<LakeFile, String> fresh = fresh(connection);
            if (fresh.isEmpty()) {
                return new LoadResult(0, 0, 0);
            }
            connection.setAutoCommit(false);
            LoadResult result;
            try {
                result = load(connection, fresh, local);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                abandon(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw new LakeException("The lake " + bucket.location() + " could not be loaded: " + e.getMessage(), e);
        } finally {
            local.forEach(file -> file.toFile().delete());
        }
    }

    /** Where the commit failed there is no transaction any more; what the database says then must not hide the reason. */
    private static void abandon(Connection connection, Exception reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        bucket.close();
    }

    private LoadResult load(Connection connection, Map<LakeFile, String> fresh, List<Path> local) throws SQLException {
        long loadId = one(connection, "select coalesce(max(load_id), 0) + 1 from meta.load_batches");
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<String, Long> ends = ends(connection);
        Set<String> tables = new HashSet<>();
        long rows = 0;
        for (LakeFile file : fresh.keySet()) {
            requireNext(file, ends);
            if (tables.add(file.entity())) {
                createRaw(connection, file.entity());
            }
            Path copy = cache.resolve(file.entity() + "-" + file.partition() + "-" + file.first() + ".loading");
            local.add(copy);
            copy.toFile().delete();
            String tag = bucket.get(file.key(), copy);
            long count = insert(connection, file, copy, loadId);
            remember(connection, file, tag, count, loadId, now);
            copy.toFile().delete();
            rows += count;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into meta.load_batches (load_id, source, file_count, first_file, last_file, load_timestamp,"
                        + " row_count, checksum, status) select ?, ?, count(*), min(key), max(key), ?, sum(row_count),"
                        + " md5(string_agg(key || ' ' || etag, ',' order by key)), 'loaded'"
                        + " from meta.loaded where load_id = ?")) {
            statement.setLong(1, loadId);
            statement.setString(2, bucket.location().toString());
            statement.setObject(3, now);
            statement.setLong(4, loadId);
            statement.executeUpdate();
        }
        return new LoadResult(loadId, fresh.size(), rows);
    }

    private Map<LakeFile, String> fresh(Connection connection) throws SQLException {
        Set<String> loaded = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select key from meta.loaded")) {
            while (row.next()) {
                loaded.add(row.getString(1));
            }
        }
        Map<LakeFile, String> fresh = new LinkedHashMap<>(bucket.files());
        fresh.keySet().removeIf(file -> loaded.contains(file.key()));
        return fresh;
    }

    private static Map<String, Long> ends(Connection connection) throws SQLException {
        Map<String, Long> ends = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select entity, part, max(last_offset) from meta.loaded group by entity, part")) {
            while (row.next()) {
                ends.put(row.getString(1) + "-" + row.getInt(2), row.getLong(3));
            }
        }
        return ends;
    }

    private void requireNext(LakeFile file, Map<String, Long> ends) {
        Long end = ends.put(file.entity() + "-" + file.partition(), file.last());
        if (end != null && file.first() <= end) {
            throw new LakeException(
                    "The file " + file.key() + " in " + bucket.location() + " begins at or before offset " + end
                            + ", which is loaded already: two programs wrote this topic at once. Nothing was loaded.");
        }
    }

    private static long insert(Connection connection, LakeFile file, Path copy, long loadId) throws SQLException {
        String sql = "insert into raw." + quoted(file.entity())
                + " (op, key, before, after, lsn, total_order, tx_id, ts_us, part, off, problem, payload, load_id, file)"
                + " select op, key, before, after, lsn, total_order, tx_id, ts_us, part, off, problem, payload, ?, ?"
                + " from read_parquet(?)";
        long rows;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, loadId);
            statement.setString(2, file.key());
            statement.setString(3, copy.toString());
            rows = statement.executeUpdate();
        }
        return rows;
    }

    private static void remember(
            Connection connection, LakeFile file, String tag, long rows, long loadId, LocalDateTime now)
            throws SQLException {
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

    private static void createMeta(Connection connection) throws SQLException {
        execute(connection, "create schema if not exists meta");
        execute(connection, "create schema if not exists raw");
        execute(
                connection,
                "create table if not exists meta.loaded (key varchar primary key, etag varchar not null,"
                        + " entity varchar not null, part integer not null, first_offset bigint not null,"
                        + " last_offset bigint not null, row_count bigint not null, load_id bigint not null,"
                        + " load_timestamp timestamp not null)");
        execute(
                connection,
                "create table if not exists meta.load_batches (load_id bigint primary key, source varchar not null,"
                        + " file_count bigint not null, first_file varchar not null, last_file varchar not null,"
                        + " load_timestamp timestamp not null, row_count bigint not null, checksum varchar not null,"
                        + " status varchar not null)");
    }

    private static void createRaw(Connection connection, String entity) throws SQLException {
        execute(
                connection,
                "create table if not exists raw." + quoted(entity)
                        + " (op varchar not null, key varchar, before varchar, after varchar, lsn bigint,"
                        + " total_order bigint, tx_id bigint, ts_us bigint, part integer not null, off bigint not null,"
                        + " problem varchar, payload varchar, load_id bigint not null, file varchar not null)");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
