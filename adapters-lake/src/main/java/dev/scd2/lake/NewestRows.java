package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the files that hold the newest change of a key. All keys of the entities in question are read into a database beside
 * the cache, one file at a time. Confined to one thread.
 */
final class NewestRows {
    private final Bucket bucket;
    private final Path cache;

    NewestRows(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /** Returns those of {@code chosen} without which the newest change of a key would be lost, each with the reason. */
    Map<LakeFile, String> among(List<LakeFile> counted, Set<LakeFile> chosen) {
        Set<String> entities = new TreeSet<>();
        chosen.forEach(file -> entities.add(file.entity()));
        List<LakeFile> files = counted.stream()
                .filter(file -> entities.contains(file.entity()))
                .toList();
        Path database = cache.resolve("newest.duckdb");
        try {
            Files.deleteIfExists(database);
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:" + database)) {
                return among(duck, files, chosen);
            } finally {
                Files.deleteIfExists(database);
                Files.deleteIfExists(cache.resolve("newest.duckdb.wal"));
            }
        } catch (IOException | SQLException e) {
            throw new LakeException("The newest rows cannot be looked for in " + cache + ": " + e.getMessage(), e);
        }
    }

    private Map<LakeFile, String> among(Connection duck, List<LakeFile> files, Collection<LakeFile> chosen)
            throws SQLException, IOException {
        execute(
                duck,
                "create table held (file integer, entity varchar, part integer, key varchar, off bigint, op varchar)");
        execute(duck, "create table chosen (file integer)");
        for (int i = 0; i < files.size(); i++) {
            read(duck, files.get(i), i);
            if (chosen.contains(files.get(i))) {
                execute(duck, "insert into chosen values (" + i + ")");
            }
        }
        execute(
                duck,
                "create table newest as select entity, part, key, arg_max(file, off) as file, arg_max(op, off) as op"
                        + " from held where key is not null and op in ('c', 'r', 'u', 'd') group by entity, part, key");
        Map<LakeFile, String> needed = new LinkedHashMap<>();
        // A file that stays can make a deletion matter in another: until nothing new is found.
        for (List<Need> more = needs(duck); !more.isEmpty(); more = needs(duck)) {
            for (Need need : more) {
                needed.put(files.get(need.file), need.why());
                execute(duck, "delete from chosen where file = " + need.file);
            }
        }
        return needed;
    }

    private void read(Connection duck, LakeFile file, int number) throws SQLException, IOException {
        Path copy = cache.resolve("newest.parquet");
        try {
            if (bucket.get(file.key(), copy).isEmpty()) {
                throw new LakeException("The file " + file.key() + " in " + bucket.location()
                        + " went while it was read. Is another program compacting or removing? Run one at a time.");
            }
            try (PreparedStatement insert =
                    duck.prepareStatement("insert into held select ?, ?, part, key, off, op from read_parquet(?)")) {
                insert.setInt(1, number);
                insert.setString(2, file.entity());
                insert.setString(3, copy.toString());
                insert.executeUpdate();
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static List<Need> needs(Connection duck) throws SQLException {
        List<Need> needs = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery("select file, count(*), false from newest as n"
                        + " where file in (from chosen) and (op <> 'd' or exists (select 1 from held as h"
                        + " where h.entity = n.entity and h.part = n.part and h.key = n.key and h.op in ('c', 'r', 'u', 'd')"
                        + " and h.file not in (from chosen))) group by file"
                        + " union all select file, count(*), true from held where op = 't' and file in (from chosen)"
                        + " group by file order by 1")) {
            while (row.next()) {
                needs.add(new Need(row.getInt(1), row.getLong(2), row.getBoolean(3)));
            }
        }
        return needs;
    }

    private static void execute(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Need(int file, long count, boolean truncates) {
        String why() {
            return truncates
                    ? "it holds " + count + (count == 1 ? " truncate" : " truncates")
                    : "it holds the newest change of " + count + (count == 1 ? " key" : " keys");
        }
    }
}
