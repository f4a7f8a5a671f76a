package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.error.StoreException;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Fuse;
import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** A store in a DuckDB file whose connections are watched. */
final class FusedDuckDb extends SqlStore {
    private final DuckDBConnection root;

    private FusedDuckDb(DuckDBConnection root, Dimension dimension, Fuse fuse) {
        super(dimension, StoreOptions.standard(), DuckDbDialect.INSTANCE, () -> fuse.wire(root.duplicate()));
        this.root = root;
    }

    static FusedDuckDb open(Path file, Dimension dimension, Fuse fuse) {
        return new FusedDuckDb(DuckDbStore.connect(file), dimension, fuse);
    }

    @Override
    protected DimensionStore reopened(Dimension wider) {
        throw new UnsupportedOperationException("A watched store stays as it is.");
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException failure) {
            throw new StoreException("The file could not be closed.", failure);
        }
    }
}
