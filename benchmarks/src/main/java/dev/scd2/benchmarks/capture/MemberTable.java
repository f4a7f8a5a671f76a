package dev.scd2.benchmarks.capture;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * The table that is captured, {@code shop.member}, and transactions on it: of each ten changes two insert, one deletes the
 * oldest row and seven update rows anywhere. Every row says in {@code stamp} which transaction wrote it. About 200 bytes a
 * row with all columns as text. Confined to one thread.
 */
final class MemberTable implements AutoCloseable {
    static final String NAME = "shop.member";
    static final String ENTITY = "member";
    private static final int LOADED_AT_ONCE = 1_000;

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement delete;
    private final SplittableRandom random = new SplittableRandom(1);
    private long first;
    private long next;
    private long transactions;

    MemberTable(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema shop");
            statement.execute(
                    "create table shop.member (id bigint primary key, first_name text, last_name text, street text,"
                            + " city text, state text, plan text, born date, income numeric(12,2), active boolean, seen timestamptz,"
                            + " stamp bigint)");
            statement.execute("alter table shop.member replica identity full");
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(
                "insert into shop.member select g, 'first ' || g % 997, 'last ' || g % 9973,"
                        + " g % 9999 || ' Main Street', 'city ' || g % 313, 'NY', 'plan ' || g % 17,"
                        + " date '1950-01-01' + (g % 20000)::integer, (g % 90000) + 0.25, true, now(), ?"
                        + " from generate_series(?::bigint, ?::bigint) as g");
        update = connection.prepareStatement(
                "update shop.member set city = 'city ' || (id + ?) % 313, income = income + 1,"
                        + " seen = now(), stamp = ? where id = any(?)");
        delete = connection.prepareStatement("delete from shop.member where id >= ? and id < ?");
    }

    /** Returns the dimension that is kept of it. */
    static Dimension dimension() {
        return Dimension.named("dim_member")
                .key("id", ColumnType.LONG)
                .track("first_name", ColumnType.TEXT)
                .track("last_name", ColumnType.TEXT)
                .track("street", ColumnType.TEXT)
                .track("city", ColumnType.TEXT)
                .track("state", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("born", ColumnType.DATE)
                .track("income", ColumnType.decimal(12, 2))
                .track("active", ColumnType.BOOLEAN)
                .track("seen", ColumnType.TIMESTAMP)
                .track("stamp", ColumnType.LONG)
                .build();
    }

    /** Inserts the first rows, some of them at once; to be called again until it returns how many there are to be. */
    long fill(int members) throws SQLException {
        long more = Math.min(LOADED_AT_ONCE, members - next);
        insert(more, 0);
        connection.commit();
        return next;
    }

    /** Makes a transaction of so many changes, a multiple of ten, and returns its number, counted from 0. */
    long change(int changes) throws SQLException {
        int inserts = changes / 5;
        int deletes = changes / 10;
        long number = transactions++;
        insert(inserts, number);
        delete.setLong(1, first);
        delete.setLong(2, first + deletes);
        delete.executeUpdate();
        first += deletes;
        int updates = changes - inserts - deletes;
        Long[] ids = new Long[updates];
        long step = (next - first) / updates;
        long begin = first + random.nextLong(step);
        for (int i = 0; i < updates; i++) {
            ids[i] = begin + i * step;
        }
        update.setLong(1, number);
        update.setLong(2, number);
        update.setArray(3, connection.createArrayOf("bigint", ids));
        if (update.executeUpdate() != updates) {
            throw new IllegalStateException("Rows to be updated were missing.");
        }
        connection.commit();
        return number;
    }

    private void insert(long rows, long stamp) throws SQLException {
        insert.setLong(1, stamp);
        insert.setLong(2, next);
        insert.setLong(3, next + rows - 1);
        insert.executeUpdate();
        next += rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
