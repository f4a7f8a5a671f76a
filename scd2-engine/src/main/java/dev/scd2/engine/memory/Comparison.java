package dev.scd2.engine.memory;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.merge.Scope;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a listing means for the versions in force, key by key. Confined to one thread. */
final class Comparison {
    private final Contents contents;
    private final Dimension dimension;
    private final SnapshotMark listing;

    Comparison(Contents contents, SnapshotMark listing) {
        this.contents = contents;
        this.dimension = contents.dimension();
        this.listing = listing;
    }

    Listing with(Iterator<Evidence> statements) {
        if (listing.kind() == SnapshotMark.Kind.SPAN_LISTING) {
            return new Listing(Set.of(), new ArrayList<>(contents.keys()), inForce());
        }
        Set<Key> listed = new HashSet<>();
        Set<Key> differing = new HashSet<>();
        statements.forEachRemaining(statement -> {
            listed.add(statement.key());
            if (!repeats(contents.history(statement.key()), statement)) {
                differing.add(statement.key());
            }
        });
        List<Key> missing = new ArrayList<>();
        for (Key key : contents.keys()) {
            if (!listed.contains(key) && isConcerned(contents.history(key))) {
                missing.add(key);
            }
        }
        return new Listing(differing, missing, inForce());
    }

    private long inForce() {
        return contents.keys().stream()
                .filter(key -> {
                    Version shown = shown(contents.history(key));
                    return shown != null && Scope.isMet(dimension, key, shown.row(), listing);
                })
                .count();
    }

    private boolean isConcerned(KeyHistory history) {
        boolean wasShown = dimension.systemTime() == SystemTime.SOURCE
                && history.past().stream().anyMatch(this::isShown);
        return wasShown
                || shown(history) != null
                || history.evidence().stream().anyMatch(row -> beginsThen(row) || covers(row));
    }

    private boolean repeats(KeyHistory history, Evidence statement) {
        Version shown = shown(history);
        boolean plain = history.evidence().stream()
                .noneMatch(row -> beginsThen(row)
                        || row.kind().group() == Evidence.Group.CORRECTION
                        || row.kind() == Evidence.Kind.ERASURE);
        return plain && shown != null && shows(shown.row(), statement.row());
    }

    private boolean beginsThen(Evidence row) {
        return row.kind().group() == Evidence.Group.BASE && row.validFrom() == listing.at();
    }

    private boolean covers(Evidence row) {
        return row.kind().group() == Evidence.Group.CORRECTION
                && row.validFrom() <= listing.at()
                && listing.at() < row.validTo();
    }

    private @Nullable Version shown(KeyHistory history) {
        for (StoredVersion stored : history.versions()) {
            if (isShown(stored)) {
                return stored.version();
            }
        }
        return null;
    }

    private boolean isShown(StoredVersion stored) {
        Version version = stored.version();
        return !version.deleted()
                && version.interval().startMicros() <= listing.at()
                && listing.at() < version.interval().endMicros();
    }

    private boolean shows(Row shown, Row said) {
        for (String column : listing.said()) {
            int cell = dimension.attributeIndex(column).orElseThrow();
            if (!said.isSaid(cell) || !Objects.equals(said.value(cell), shown.value(cell))) {
                return false;
            }
        }
        return true;
    }
}
