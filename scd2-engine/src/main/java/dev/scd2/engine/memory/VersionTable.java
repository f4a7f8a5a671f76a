package dev.scd2.engine.memory;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The version rows of one key while mutations are written. Confined to one thread. */
final class VersionTable implements Mutation.Visitor<VersionTable> {
    private final Dimension dimension;
    private final Key key;
    private final String loadId;
    private final Map<Place, StoredVersion> rows = new LinkedHashMap<>();

    private VersionTable(Dimension dimension, KeyHistory history, String loadId) {
        this.dimension = dimension;
        this.key = history.key();
        this.loadId = loadId;
        history.versions().forEach(this::put);
        history.past().forEach(this::put);
    }

    /** Returns the history with {@code mutations} written, those that end a row first. */
    static KeyHistory written(Dimension dimension, KeyHistory history, List<Mutation> mutations, String loadId) {
        VersionTable table = new VersionTable(dimension, history, loadId);
        for (Mutation mutation : mutations) {
            if (!(mutation instanceof Insert)) {
                mutation.accept(table);
            }
        }
        for (Mutation mutation : mutations) {
            if (mutation instanceof Insert) {
                mutation.accept(table);
            }
        }
        List<StoredVersion> latest = new ArrayList<>();
        List<StoredVersion> past = new ArrayList<>();
        table.rows.values().forEach(row -> (row.isBelieved() ? latest : past).add(row));
        latest.sort(Comparator.comparing(stored -> stored.version().interval()));
        return new KeyHistory(history.key(), Long.MIN_VALUE, latest, past, history.evidence());
    }

    static StoredVersion row(
            Dimension dimension, long surrogate, Key key, Version version, Interval believed, String loadId) {
        boolean current = version.isCurrent() && believed.isOpen();
        String hash = AttributeHash.of(dimension, version.row());
        return new StoredVersion(surrogate, key, version, believed, current, hash, loadId);
    }

    @Override
    public VersionTable insert(Insert insert) {
        put(row(dimension, insert.surrogate(), key, insert.version(), insert.believed(), loadId));
        return this;
    }

    @Override
    public VersionTable resize(Resize resize) {
        StoredVersion stored = stored(resize);
        put(row(
                dimension,
                stored.surrogate(),
                key,
                stored.version().over(resize.after()),
                stored.believed(),
                stored.loadId()));
        return this;
    }

    @Override
    public VersionTable overwrite(Overwrite overwrite) {
        StoredVersion stored = stored(overwrite);
        Version after = overwrite.after().over(stored.version().interval());
        put(row(dimension, stored.surrogate(), key, after, stored.believed(), stored.loadId()));
        return this;
    }

    @Override
    public VersionTable retract(Retract retract) {
        rows.remove(Place.of(retract));
        return this;
    }

    @Override
    public VersionTable supersede(Supersede supersede) {
        StoredVersion stored = stored(supersede);
        put(row(dimension, stored.surrogate(), key, stored.version(), supersede.after(), stored.loadId()));
        return this;
    }

    private StoredVersion stored(Mutation of) {
        StoredVersion stored = rows.get(Place.of(of));
        if (stored == null) {
            throw new IllegalStateException("There is no version " + of.surrogate() + " to change.");
        }
        return stored;
    }

    private void put(StoredVersion row) {
        rows.put(new Place(row.surrogate(), row.believed().startMicros()), row);
    }

    private record Place(long surrogate, long believedFrom) {
        static Place of(Mutation mutation) {
            return new Place(mutation.surrogate(), mutation.believedFrom());
        }
    }
}
