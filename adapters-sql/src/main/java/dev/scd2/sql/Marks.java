package dev.scd2.sql;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import java.sql.Connection;
import java.sql.ResultSet;
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

    private static final int[] IN_ORDER = {1, 2, 3, 4, 5, 6};

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
                row -> marks.add(read(row, IN_ORDER)));
        return marks;
    }

    /** Reads one, each of whose columns stands {@code at} its place. */
    SnapshotMark read(ResultSet row, int[] at) throws SQLException {
        return new SnapshotMark(
                SnapshotMark.Kind.valueOf(row.getString(at[0])),
                row.getLong(at[1]),
                Sequence.parse(row.getString(at[2])),
                ValueText.names(row.getString(at[3])),
                ValueText.values(
                        row.getString(at[4]), name -> layout.column(name).type()::parse),
                Cells.readMicros(row, at[5], Evidence.NO_TIME));
    }

    /** Adds those that are not there; of one that is the earlier system time holds. */
    void write(Connection connection, List<SnapshotMark> marks) throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        String same = COLUMNS.subList(0, 5).stream()
                .map(column -> layout.of("x", column.name()) + " IS NOT DISTINCT FROM " + layout.of("s", column.name()))
                .collect(Collectors.joining(" AND "));
        try (Given given = Given.of(connection, layout, COLUMNS, rows(marks))) {
            given.execute("UPDATE " + layout.snapshots + " AS x SET system_time = s.system_time FROM " + given.table()
                    + " AS s WHERE " + same + " AND s.system_time < x.system_time");
            given.addMissing(layout.snapshots, same);
        }
    }

    /** Returns the rows of marks, of those that are the same the earliest. */
    static List<@Nullable Object[]> rows(List<SnapshotMark> marks) {
        List<SnapshotMark> once = new ArrayList<>();
        for (SnapshotMark mark : marks) {
            boolean earlier = once.removeIf(other -> other.isSameAs(mark) && other.systemTime() > mark.systemTime());
            if (earlier || once.stream().noneMatch(mark::isSameAs)) {
                once.add(mark);
            }
        }
        return once.stream().map(Marks::cells).toList();
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
