package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The changes of a lake a second time, in columns of their own types instead of images as JSON: Parquet files below {@code
 * typed/}, whose columns carry the numbers of {@link TypedColumns} as field ids, for whoever reads Parquet.
 *
 * <pre>{@code
 * try (TypedFiles files = TypedFiles.open(location, cache)) {
 *     files.write(columns);                        // what the lake has more than the typed files
 *     files.read(columns, duck, "members_typed");  // all of them as one table, also older ones
 * }
 * }</pre>
 *
 * <p>A file keeps the columns that were in force when it was written. Each row has {@code _op}, {@code _key}, {@code _lsn},
 * {@code _total_order}, {@code _committed_at}, {@code _part} and {@code _off}, and the image after the change, of a deletion
 * the one before. What is no change of a row has none. One program at a time may write. Confined to one thread.
 */
public final class TypedFiles implements AutoCloseable {
    static final String ROOT = "typed/";
    private static final int FIRST_OWN_NUMBER = 1_000_001;
    private static final List<String> OWN = List.of(
            "op as _op",
            "key as _key",
            "lsn as _lsn",
            "total_order as _total_order",
            "make_timestamp(ts_us) at time zone 'UTC' as _committed_at",
            "part as _part",
            "off as _off");
    private static final List<String> OWN_TYPES =
            List.of("VARCHAR", "VARCHAR", "BIGINT", "BIGINT", "TIMESTAMP WITH TIME ZONE", "INTEGER", "BIGINT");

    private final Bucket bucket;
    private final Path cache;

    private TypedFiles(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /**
     * Opens those of a lake, which has to be there.
     *
     * @param cache a local directory for files under way
     * @throws LakeException if the cache cannot be made
     */
    public static TypedFiles open(LakeLocation location, Path cache) {
        Bucket bucket = Bucket.of(location);
        try {
            Files.createDirectories(cache);
            return new TypedFiles(bucket, cache);
        } catch (IOException e) {
            bucket.close();
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Writes a typed file for each file of the lake that holds messages behind those of the typed files.
     *
     * @return how many it wrote
     * @throws LakeException if the store fails, or another program writes them
     */
    public int write(TypedColumns columns) {
        Map<Integer, Long> reached = new HashMap<>();
        written(columns).forEach(file -> reached.merge(file.partition(), file.last(), Math::max));
        int written = 0;
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            for (LakeFile file : Listing.of(bucket).counted().keySet()) {
                long next = reached.getOrDefault(file.partition(), -1L) + 1;
                if (file.entity().equals(columns.entity()) && file.last() >= next) {
                    write(duck, columns, file, Math.max(next, file.first()));
                    written++;
                }
            }
            return written;
        } catch (SQLException e) {
            throw new LakeException("Typed files of " + columns.entity() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a table of all typed files, in the place of one of that name: columns by their numbers, under the names and with
     * the types of today. A file that is older than a column has NULL there.
     *
     * @param duck a connection to DuckDB
     * @param table its name
     * @return how many rows it has
     * @throws LakeException if a file has a column whose values do not all fit the type of today, or the store fails
     */
    public long read(TypedColumns columns, Connection duck, String table) {
        List<Path> copies = new ArrayList<>();
        try (Statement statement = duck.createStatement()) {
            for (LakeFile file : written(columns)) {
                copies.add(copy(ROOT + file.key()));
                requireFitting(statement, columns, file, copies.get(copies.size() - 1));
            }
            if (copies.isEmpty()) {
                throw new LakeException("There are no typed files of " + columns.entity() + " in " + bucket.location()
                        + ". Write them first.");
            }
            String paths =
                    copies.stream().map(path -> text(path.toString())).collect(Collectors.joining(", ", "[", "]"));
            statement.execute("create or replace table " + LoadedFiles.quoted(table) + " as select * from read_parquet("
                    + paths + ", schema = " + schema(columns) + ")");
            try (ResultSet rows = statement.executeQuery("select count(*) from " + LoadedFiles.quoted(table))) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new LakeException("Typed files of " + columns.entity() + " cannot be read: " + e.getMessage(), e);
        } finally {
            copies.forEach(path -> path.toFile().delete());
        }
    }

    @Override
    public void close() {
        bucket.close();
    }

    private List<LakeFile> written(TypedColumns columns) {
        return Listing.stable(bucket, ROOT + LakeFile.ROOT + columns.entity() + "/").stream()
                .flatMap(object -> LakeFile.named(object.key().substring(ROOT.length())).stream())
                .sorted(Listing.ORDER)
                .toList();
    }

    private void write(Connection duck, TypedColumns columns, LakeFile file, long from) throws SQLException {
        Path source = copy(file.key());
        Path target = temporary();
        try (Statement statement = duck.createStatement()) {
            statement.execute("copy (select " + String.join(", ", OWN)
                    + columns.types().entrySet().stream()
                            .map(column ->
                                    ", " + TypedImage.value(column) + " as " + LoadedFiles.quoted(column.getKey()))
                            .collect(Collectors.joining())
                    + " from (select *, json_transform(coalesce(after, before, key), "
                    + text(TypedImage.structure(columns.types())) + ") as image from read_parquet("
                    + text(source.toString()) + ") where problem is null and off >= " + from + ") order by off) to "
                    + text(target.toString()) + " (format parquet, compression zstd, field_ids " + numbers(columns)
                    + ")");
            LakeFile typed = new LakeFile(file.entity(), file.date(), file.partition(), from, file.last());
            bucket.put(ROOT + typed.key(), target);
        } catch (IOException e) {
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        } finally {
            source.toFile().delete();
            target.toFile().delete();
        }
    }

    private void requireFitting(Statement statement, TypedColumns columns, LakeFile file, Path copy)
            throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (ResultSet row =
                statement.executeQuery("describe select * from read_parquet(" + text(copy.toString()) + ")")) {
            while (row.next()) {
                types.put(row.getString(1), row.getString(2));
            }
        }
        Map<Integer, String> byNumber = new HashMap<>();
        try (ResultSet row = statement.executeQuery("select field_id, name from parquet_schema(" + text(copy.toString())
                + ") where field_id is not null")) {
            while (row.next()) {
                byNumber.put(row.getInt(1), types.get(row.getString(2)));
            }
        }
        for (TypedColumns.Numbered column : columns.numbered()) {
            String then = byNumber.get(column.number());
            if (then != null && !fits(then, column.type())) {
                throw new LakeException("The column " + column.number() + " of " + ROOT + file.key() + " in "
                        + bucket.location() + " is " + then + ", and " + column.name() + " is to be read as "
                        + column.type() + ". Give it a type that holds all of its values, or a new number.");
            }
        }
    }

    /** Whether every value of a type of DuckDB is one of a column type, to the last digit. */
    private static boolean fits(String then, ColumnType now) {
        if (then.equals(DuckDbDialect.INSTANCE.typeName(now))) {
            return true;
        }
        if (now.kind() != ColumnType.Kind.DECIMAL) {
            return false;
        }
        int whole = now.precision() - now.scale();
        if (then.equals("BIGINT")) {
            return whole >= 19;
        }
        if (!then.startsWith("DECIMAL(")) {
            return false;
        }
        String[] digits = then.substring("DECIMAL(".length(), then.length() - 1).split(",", -1);
        int scale = Integer.parseInt(digits[1]);
        return scale <= now.scale() && Integer.parseInt(digits[0]) - scale <= whole;
    }

    private static String numbers(TypedColumns columns) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < OWN.size(); i++) {
            numbers.add(ownName(i) + ": " + (FIRST_OWN_NUMBER + i));
        }
        columns.numbered().forEach(column -> numbers.add(LoadedFiles.quoted(column.name()) + ": " + column.number()));
        return "{" + String.join(", ", numbers) + "}";
    }

    private static String schema(TypedColumns columns) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < OWN.size(); i++) {
            fields.add(field(FIRST_OWN_NUMBER + i, ownName(i), OWN_TYPES.get(i)));
        }
        columns.numbered()
                .forEach(column -> fields.add(
                        field(column.number(), column.name(), DuckDbDialect.INSTANCE.typeName(column.type()))));
        return "map {" + String.join(", ", fields) + "}";
    }

    private static String field(int number, String name, String type) {
        return number + ": {name: " + text(name) + ", type: " + text(type) + ", default_value: NULL}";
    }

    private static String ownName(int i) {
        return OWN.get(i).substring(OWN.get(i).lastIndexOf(' ') + 1);
    }

    private Path copy(String key) {
        Path copy = temporary();
        try {
            if (bucket.get(key, copy).isEmpty()) {
                throw new LakeException("The file " + key + " in " + bucket.location()
                        + " went while it was needed. Is another program compacting or removing? Try again.");
            }
            return copy;
        } catch (IOException e) {
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private Path temporary() {
        return cache.resolve("typed-" + UUID.randomUUID() + ".parquet");
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
