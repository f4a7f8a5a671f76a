package dev.scd2.sql;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of listings and truncates. Immutable. */
final class Marks {
    static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("kind", ColumnType.TEXT),
            new TableColumn("taken_at", ColumnType.TIMESTAMP),
            new TableColumn("sequence", ColumnType.TEXT),
            new TableColumn("said", ColumnType.TEXT),
            new TableColumn("scope", ColumnType.TEXT),
            new TableColumn("system_time", ColumnType.TIMESTAMP));

    private final Layout layout;

    Marks(Layout layout) {
        this.layout = layout;
    }

    List<SnapshotMark> read(Connection connection) throws SQLException {
        List<SnapshotMark> marks = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.readable("x", COLUMNS) + " FROM " + layout.snapshots + " AS x",
                List.of(),
                row -> marks.add(new SnapshotMark(
                        SnapshotMark.Kind.valueOf(row.getString(1)),
                        row.getLong(2),
                        Sequence.parse(row.getString(3)),
                        ValueText.names(row.getString(4)),
                        ValueText.values(
                                row.getString(5), name -> layout.column(name).type()::parse),
                        Cells.readMicros(row, 6, Evidence.NO_TIME))));
        return marks;
    }

    /** Adds those that are not there; of one that is the earlier system time holds. */
    void write(Connection connection, List<SnapshotMark> marks) throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        List<SnapshotMark> once = new ArrayList<>();
        for (SnapshotMark mark : marks) {
            boolean earlier = once.removeIf(other -> other.isSameAs(mark) && other.systemTime() > mark.systemTime());
            if (earlier || once.stream().noneMatch(mark::isSameAs)) {
                once.add(mark);
            }
        }
        String same = COLUMNS.subList(0, 5).stream()
                .map(column -> layout.of("x", column.name()) + " IS NOT DISTINCT FROM " + layout.of("s", column.name()))
                .collect(Collectors.joining(" AND "));
        try (Given given = Given.of(
                connection, layout, COLUMNS, once.stream().map(Marks::cells).toList())) {
            given.execute("UPDATE " + layout.snapshots + " AS x SET system_time = s.system_time FROM " + given.table()
                    + " AS s WHERE " + same + " AND s.system_time < x.system_time");
            given.addMissing(layout.snapshots, same);
        }
    }

    static @Nullable Object[] cells(SnapshotMark mark) {
        return new @Nullable Object[] {
            mark.kind().name(),
            mark.at(),
            mark.sequence().toString(),
            ValueText.of(mark.said()),
            ValueText.of(mark.scope()),
            mark.systemTime() == Evidence.NO_TIME ? null : mark.systemTime()
        };
    }
}
