package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.sql.Adoption;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.StoredVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database with a table to adopt, and ways to look at it. */
abstract class AdoptionFixture {
    static final Dimension SNAPSHOT = Dimension.named("member_snapshot")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();
    static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    @TempDir
    static Path directory;

    private static int files;

    Connection connection;

    @BeforeEach
    void open() {
        connection = DuckDbStore.connect(directory.resolve(++files + ".duckdb"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    Adoption adoption(Dimension dimension, StoreOptions options) {
        return DuckDbStore.adopting(connection, dimension, options);
    }

    History history(Dimension dimension, StoreOptions options) {
        return History.of(DuckDbStore.on(connection, dimension, options));
    }

    static Instant at(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }

    static List<String> said(History history, String member) {
        return history.timeline(Map.of("member_id", member)).versions().stream()
                .map(version -> version.row().value(0) + " "
                        + version.interval().toString().replace("T00:00:00Z", ""))
                .toList();
    }

    static List<Long> surrogates(History history, String member) {
        return history.store().history(history.store().dimension().key(Map.of("member_id", member))).versions().stream()
                .map(StoredVersion::surrogate)
                .toList();
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String text(String sql) throws SQLException {
        return list(sql).get(0);
    }

    List<String> list(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(rows.getString(i)));
                }
                all.add(String.join("|", cells));
            }
            return all;
        }
    }
}
