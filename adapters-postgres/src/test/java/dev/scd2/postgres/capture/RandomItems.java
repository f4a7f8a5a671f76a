package dev.scd2.postgres.capture;

import dev.scd2.timeline.Interval;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Writes random transactions that lie across each other into {@code shop.item}, and knows by brute force what history they
 * make: the state of each row behind each commit, at the time that the server says. Needs {@code track_commit_timestamp}.
 */
final class RandomItems implements AutoCloseable {
    private static final int KEYS = 25;

    /** The values of a row. */
    private record Item(String name, @Nullable String note) {}

    /** From when on a row had these values; null for none. */
    private record Moment(Instant at, @Nullable Item item) {}

    private static final class Open {
        private final Connection connection;
        private final Map<Integer, @Nullable Item> changed = new LinkedHashMap<>();
        private boolean emptied;

        private Open(Connection connection) {
            this.connection = connection;
        }
    }

    private final Random random;
    private final boolean full;
    private final List<Open> sessions = new ArrayList<>();
    private final Set<Open> working = new HashSet<>();
    private final Map<Integer, Item> committed = new TreeMap<>();
    private final Map<Integer, List<Moment>> moments = new TreeMap<>();
    private int names;

    /**
     * Makes one.
     *
     * @param full whether the table tells whole rows; else a row under a new key says all of its columns anew
     */
    RandomItems(DataSource database, long seed, boolean full) throws SQLException {
        this.random = new Random(seed);
        this.full = full;
        for (int i = 0; i < 3; i++) {
            Connection connection = database.getConnection();
            connection.setAutoCommit(false);
            sessions.add(new Open(connection));
        }
    }

    static void createTable(Statement sql, boolean full) throws SQLException {
        sql.execute("create schema shop");
        sql.execute("create table shop.item (id int primary key, name text, note text)");
        sql.execute("alter table shop.item alter column note set storage external");
        sql.execute("alter table shop.item replica identity " + (full ? "full" : "default"));
    }

    void steps(int count) throws SQLException, IOException {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    void settle() throws SQLException {
        for (Open session : sessions) {
            commit(session);
        }
    }

    /** Returns the rows that are committed. */
    List<String> now() {
        List<String> now = new ArrayList<>();
        committed.forEach((id, item) -> now.add("[" + id + "] " + Arrays.asList(item.name, item.note)));
        Collections.sort(now);
        return now;
    }

    /** Returns the history of all commits. */
    List<String> expected() {
        List<String> expected = new ArrayList<>();
        moments.forEach((id, list) -> {
            for (int i = 0; i < list.size(); i++) {
                Moment moment = list.get(i);
                if (moment.item != null) {
                    Interval interval = i + 1 < list.size()
                            ? Interval.of(moment.at, list.get(i + 1).at)
                            : Interval.startingAt(moment.at);
                    expected.add("[" + id + "] " + interval + " " + Arrays.asList(moment.item.name, moment.item.note));
                }
            }
        });
        Collections.sort(expected);
        return expected;
    }

    private void step() throws SQLException, IOException {
        Open session = sessions.get(random.nextInt(sessions.size()));
        int what = random.nextInt(100);
        if (what < 20) {
            commit(session);
        } else if (what < 24) {
            session.connection.rollback();
            end(session);
        } else if (what < 26 && working.isEmpty()) {
            execute(session, "truncate shop.item");
            session.emptied = true;
            committed.keySet().forEach(id -> session.changed.put(id, null));
        } else if (working.stream().noneMatch(other -> other.emptied && !other.equals(session))) {
            change(session, random.nextInt(KEYS));
        }
    }

    private void change(Open session, int id) throws SQLException, IOException {
        if (isTaken(id, session)) {
            return;
        }
        Item item = session.changed.containsKey(id) ? session.changed.get(id) : committed.get(id);
        int other = random.nextInt(KEYS);
        if (item == null && random.nextInt(3) == 0) {
            copy(session);
        } else if (item == null) {
            put(session, id, new Item(name(), note()), "insert into shop.item (name, note, id) values (?, ?, ?)");
        } else if (random.nextInt(4) == 0) {
            execute(session, "delete from shop.item where id = " + id);
            session.changed.put(id, null);
        } else if (random.nextInt(4) == 0 && isFree(other, session)) {
            Item moved = full ? item : new Item(name(), "short");
            execute(session, "update shop.item set id = " + other + " where id = " + id);
            session.changed.put(id, null);
            put(session, other, moved, "update shop.item set name = ?, note = ? where id = ?");
        } else if (random.nextBoolean()) {
            String name = name();
            execute(session, "update shop.item set name = '" + name + "' where id = " + id);
            session.changed.put(id, new Item(name, item.note));
        } else {
            put(session, id, new Item(item.name, note()), "update shop.item set name = ?, note = ? where id = ?");
        }
    }

    /** Rows of one COPY share their place in the log. */
    private void copy(Open session) throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        for (int id = 0; id < KEYS; id++) {
            if (isFree(id, session) && random.nextInt(3) == 0) {
                Item item = new Item(name(), "copied");
                rows.append(id).append('\t').append(item.name).append("\tcopied\n");
                session.changed.put(id, item);
            }
        }
        new CopyManager(session.connection.unwrap(BaseConnection.class))
                .copyIn("copy shop.item from stdin", new StringReader(rows.toString()));
        working.add(session);
    }

    private void put(Open session, int id, Item item, String dml) throws SQLException {
        try (PreparedStatement statement = session.connection.prepareStatement(dml)) {
            statement.setString(1, item.name);
            statement.setString(2, item.note);
            statement.setInt(3, id);
            statement.executeUpdate();
        }
        working.add(session);
        session.changed.put(id, item);
    }

    private void execute(Open session, String sql) throws SQLException {
        try (Statement statement = session.connection.createStatement()) {
            statement.execute(sql);
        }
        working.add(session);
    }

    private void commit(Open session) throws SQLException {
        if (!working.contains(session)) {
            session.connection.rollback();
            return;
        }
        String xid = text(session, "select pg_current_xact_id()::text");
        session.connection.commit();
        Instant at = OffsetDateTime.parse(text(
                        session,
                        "select to_char(pg_xact_commit_timestamp('" + xid
                                + "'::xid), 'YYYY-MM-DD\"T\"HH24:MI:SS.USTZH:TZM')"))
                .toInstant();
        session.connection.rollback();
        session.changed.forEach((id, item) -> {
            if (!Objects.equals(item, committed.get(id))) {
                moments.computeIfAbsent(id, first -> new ArrayList<>()).add(new Moment(at, item));
            }
            if (item == null) {
                committed.remove(id);
            } else {
                committed.put(id, item);
            }
        });
        end(session);
    }

    private void end(Open session) {
        session.changed.clear();
        session.emptied = false;
        working.remove(session);
    }

    private boolean isTaken(int id, Open mine) {
        return working.stream().anyMatch(other -> !other.equals(mine) && other.changed.containsKey(id));
    }

    private boolean isFree(int id, Open mine) {
        boolean there = mine.changed.containsKey(id) ? mine.changed.get(id) != null : committed.containsKey(id);
        return !there && !isTaken(id, mine);
    }

    private String name() {
        return "n" + names++;
    }

    private @Nullable String note() {
        int length = random.nextInt(4);
        return length == 0 ? null : length == 1 ? "short" : "x".repeat(3_000 + random.nextInt(9));
    }

    private static String text(Open session, String sql) throws SQLException {
        try (Statement statement = session.connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Open session : sessions) {
            session.connection.close();
        }
    }
}
