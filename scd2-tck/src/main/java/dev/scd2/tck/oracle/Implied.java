package dev.scd2.tck.oracle;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Group;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.store.SnapshotMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What listings and truncates say of a key without naming it. Immutable. */
final class Implied {
    private final Dimension dimension;
    private final List<SnapshotMark> marks;

    Implied(Dimension dimension, Collection<SnapshotMark> marks) {
        this.dimension = dimension;
        this.marks = marks.stream().sorted().toList();
    }

    /** Returns {@code own}, the statements of one key, and what is implied about it beside them. */
    List<Evidence> with(Key key, List<Evidence> own) {
        List<Evidence> all = new ArrayList<>(own);
        for (SnapshotMark mark : marks) {
            if (mark.kind() == SnapshotMark.Kind.SPAN_LISTING) {
                continue;
            }
            Evidence delete = Reading.absence(key, Kind.DELETE, null, mark.at(), mark.sequence(), width());
            boolean yields = own.stream().anyMatch(delete::isAtPlaceOf);
            if (!yields && isInScope(mark, key, all)) {
                all.add(delete);
            }
        }
        List<SnapshotMark> bySequence = new ArrayList<>(marks);
        bySequence.sort((a, b) -> a.sequence().compareTo(b.sequence()));
        for (SnapshotMark mark : bySequence) {
            if (mark.kind() == SnapshotMark.Kind.SPAN_LISTING) {
                spanIds(own).forEach(id -> voidMissing(mark, key, id, all));
            }
        }
        return all;
    }

    /** Judged at the time of the listing, on the base changes below its place and the corrections said before it. */
    private boolean isInScope(SnapshotMark mark, Key key, List<Evidence> all) {
        if (mark.scope().isEmpty()) {
            return true;
        }
        List<Evidence> below = new ArrayList<>();
        for (Evidence one : all) {
            boolean saidBefore = one.sequence().compareTo(mark.sequence()) < 0;
            boolean base = one.kind().group() == Group.BASE;
            if (base ? one.validFrom() < mark.at() || (one.validFrom() == mark.at() && saidBefore) : saidBefore) {
                below.add(one);
            }
        }
        Row row = new AtInstant(dimension, below).at(mark.at());
        return row != null && meets(mark.scope(), key, row);
    }

    private void voidMissing(SnapshotMark mark, Key key, String id, List<Evidence> all) {
        Evidence missing = Reading.absence(key, Kind.VOID, id, 0, mark.sequence(), width());
        Evidence before = null;
        for (Evidence one : all) {
            if (!id.equals(one.spanId())) {
                continue;
            }
            if (one.isAtPlaceOf(missing)) {
                return;
            }
            boolean saidBefore = one.sequence().compareTo(mark.sequence()) < 0;
            if (saidBefore && (before == null || one.sequence().compareTo(before.sequence()) > 0)) {
                before = one;
            }
        }
        if (before != null && before.kind() == Kind.SPAN && meets(mark.scope(), key, before.row())) {
            all.add(missing);
        }
    }

    private static Set<String> spanIds(List<Evidence> own) {
        Set<String> ids = new TreeSet<>();
        own.stream().filter(one -> one.spanId() != null).forEach(one -> ids.add(String.valueOf(one.spanId())));
        return ids;
    }

    private boolean meets(Map<String, @Nullable Object> scope, Key key, Row row) {
        for (Map.Entry<String, @Nullable Object> wanted : scope.entrySet()) {
            if (!Objects.equals(wanted.getValue(), value(wanted.getKey(), key, row))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object value(String column, Key key, Row row) {
        List<Column> naturalKey = dimension.naturalKey();
        for (int i = 0; i < naturalKey.size(); i++) {
            if (naturalKey.get(i).name().equals(column)) {
                return key.part(i);
            }
        }
        int attribute = dimension.attributeIndex(column).orElseThrow();
        return row.isSaid(attribute) ? row.value(attribute) : null;
    }

    private int width() {
        return dimension.attributes().size();
    }
}
