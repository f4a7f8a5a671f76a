package dev.scd2.cli;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.lake.DuckDbDialect;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.postgres.PostgresDialect;
import dev.scd2.postgres.PostgresStore;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.postgres.embedded.PostgresStartException;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.cases.Joiner;
import dev.scd2.tck.cases.MemoryJoiner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes fresh stores, one after the other, and leaves nothing of them behind. Confined to one thread. */
abstract class CaseStores implements AutoCloseable {
    /** Where stores are. */
    enum Kind {
        /** In this process. */
        MEMORY,
        /** A DuckDB file each. */
        DUCKDB,
        /** A schema of a PostgreSQL database each. */
        POSTGRES
    }

    static CaseStores of(Kind kind, @Nullable String url) {
        if (url != null && kind != Kind.POSTGRES) {
            throw Failure.usage("--url is for --store postgres.");
        }
        return switch (kind) {
            case MEMORY -> new InMemory();
            case DUCKDB -> new InFiles();
            case POSTGRES -> url == null ? InSchemas.ofEmbedded() : InSchemas.of(url);
        };
    }

    /** Returns an empty store; the one before is no longer used. */
    abstract DimensionStore fresh(Dimension dimension);

    /** Returns what joins facts to versions as this kind of store would. */
    abstract Joiner joiner();

    @Override
    public abstract void close();

    private static final class InMemory extends CaseStores {
        @Override
        Joiner joiner() {
            return new MemoryJoiner();
        }

        @Override
        DimensionStore fresh(Dimension dimension) {
            return InMemoryStore.of(dimension);
        }

        @Override
        public void close() {
            // nothing is left
            return;
        }
    }

    private static final class InFiles extends CaseStores {
        private final Path directory = temporary();
        private int stores;

        @Override
        DimensionStore fresh(Dimension dimension) {
            delete(directory.resolve(stores + ".duckdb"));
            return DuckDbStore.open(directory.resolve(++stores + ".duckdb"), dimension);
        }

        @Override
        Joiner joiner() {
            Path file = directory.resolve("joins.duckdb");
            return SqlJoiner.on(() -> DuckDbStore.connect(file), DuckDbDialect.INSTANCE, JoinDialect.DUCKDB);
        }

        @Override
        public void close() {
            delete(directory);
        }
    }

    private static final class InSchemas extends CaseStores {
        private final DataSource database;
        private final Runnable end;
        private final String prefix = "scd2_cases_" + ProcessHandle.current().pid() + "_";
        private int stores;

        private InSchemas(DataSource database, Runnable end) {
            this.database = database;
            this.end = end;
        }

        static InSchemas of(String url) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            try {
                database.setUrl(url);
                database.getConnection().close();
            } catch (SQLException | IllegalArgumentException failure) {
                throw Failure.of("The database of --url cannot be reached: " + failure.getMessage(), failure);
            }
            return new InSchemas(database, () -> {});
        }

        static InSchemas ofEmbedded() {
            Path home = temporary();
            try {
                EmbeddedPostgres server = EmbeddedPostgres.in(home).start();
                return new InSchemas(server.dataSource(), () -> {
                    server.close();
                    delete(home);
                });
            } catch (PostgresStartException failure) {
                delete(home);
                throw Failure.of(String.valueOf(failure.getMessage()), failure);
            }
        }

        @Override
        DimensionStore fresh(Dimension dimension) {
            dropLast();
            stores++;
            return PostgresStore.open(
                    database, dimension, StoreOptions.standard().withSchema(prefix + stores));
        }

        @Override
        Joiner joiner() {
            return SqlJoiner.on(database::getConnection, PostgresDialect.INSTANCE, JoinDialect.POSTGRES);
        }

        private void dropLast() {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA IF EXISTS " + prefix + stores + " CASCADE");
            } catch (SQLException failure) {
                throw Failure.of("The schema " + prefix + stores + " could not be dropped.", failure);
            }
        }

        @Override
        public void close() {
            try {
                dropLast();
            } finally {
                end.run();
            }
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("scd2-cases");
        } catch (IOException failure) {
            throw new UncheckedIOException("No temporary directory could be made.", failure);
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.deleteIfExists(one);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Temporary files could not be deleted.", failure);
        }
    }
}
