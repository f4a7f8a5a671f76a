package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.literal;

import dev.scd2.error.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts files of a lake into an internal stage, where Snowflake cannot read the lake itself; a {@link RawLoad} takes them from
 * there. Confined to the thread that has its connection.
 */
public final class LakeUpload {
    private final LoadLayout layout;
    private final String entity;
    private final String place;

    private LakeUpload(LoadLayout layout, String entity, String place) {
        this.layout = layout;
        this.entity = entity;
        this.place = place;
    }

    /**
     * Returns the upload of an entity's files to an internal stage.
     *
     * @throws IllegalArgumentException if the layout does not have both
     */
    public static LakeUpload of(LoadLayout layout, String entity, String stage) {
        return new LakeUpload(layout, entity, layout.place(stage, entity));
    }

    /**
     * Returns the files that were loaded, each by its place in the lake, from {@code entity=} on: they need not be put again.
     *
     * @throws StoreException if the history of loads cannot be read
     */
    public Set<String> loaded(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(layout.takenStep(entity).sql())) {
            Set<String> loaded = new HashSet<>();
            while (row.next()) {
                loaded.add(row.getString(1));
            }
            return loaded;
        } catch (SQLException failed) {
            throw failed("read which files were loaded", failed);
        }
    }

    /**
     * Puts the entity's files that lie below a directory as they lie in the lake, {@code entity=…/dt=…/*.parquet}: one
     * statement for each day.
     *
     * @throws StoreException if a file cannot be put; those that were stay
     */
    public void put(Connection connection, Path lake) {
        try (Statement statement = connection.createStatement()) {
            for (Path day : days(lake.resolve("entity=" + entity))) {
                requireAll(statement.executeQuery("PUT " + literal("file://" + day.toAbsolutePath() + "/*.parquet")
                        + " " + literal(place + day.getFileName() + "/") + " AUTO_COMPRESS = FALSE OVERWRITE = TRUE"));
            }
        } catch (SQLException failed) {
            throw failed("put files", failed);
        }
    }

    /** Of several files the driver tells each that failed in its row, and fails itself for none. */
    private void requireAll(ResultSet put) throws SQLException {
        try (put) {
            while (put.next()) {
                if (!put.getString("status").equals("UPLOADED")) {
                    throw new StoreException(
                            "The file " + put.getString("source") + " of " + entity + " was not put (status "
                                    + put.getString("status") + "). What is loaded stays loaded; load again.",
                            null);
                }
            }
        }
    }

    private static List<Path> days(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(directory)) {
            return days.filter(Files::isDirectory).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Removes the entity's files from the stage, once they are loaded.
     *
     * @throws StoreException if they cannot be removed
     */
    public void remove(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("REMOVE " + place);
        } catch (SQLException failed) {
            throw failed("remove files", failed);
        }
    }

    private StoreException failed(String doing, SQLException failed) {
        return new StoreException(
                "Cannot " + doing + " of " + entity + " (SQL state " + failed.getSQLState()
                        + "). What is loaded stays loaded; load again.",
                failed);
    }
}
