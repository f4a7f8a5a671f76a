package dev.scd2.examples.healthcare.fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random transactions on the tables of a scenario: rows that come, change, change their key, and go, corrections that hold from
 * an earlier day, a row that changes several times in one transaction, and now and then a transaction that is rolled back.
 * Confined to one thread.
 */
final class Changes {
    private final Servers servers;
    private final String schema;
    private final SplittableRandom random;
    private int lost;

    Changes(Servers servers, String schema, long seed) {
        this.servers = servers;
        this.schema = schema;
        this.random = new SplittableRandom(seed);
    }

    void createTables() throws SQLException {
        try (Connection connection = servers.connect();
                Statement sql = connection.createStatement()) {
            sql.execute("create schema " + schema);
            sql.execute("create table " + schema + ".member (id int primary key, city text, plan text, since date)");
            sql.execute("create table " + schema
                    + ".claim (id int primary key, member_id int, amount numeric(9,2), status text, note text)");
            for (String entity : Place.ENTITIES) {
                sql.execute("alter table " + schema + "." + entity + " replica identity full");
            }
        }
    }

    /** Makes so many transactions. Of one that fails, because the server went, nobody knows whether it was committed. */
    void steps(int count) throws SQLException {
        int done = 0;
        while (done < count) {
            try (Connection connection = servers.connect();
                    Statement sql = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (done < count) {
                    done++;
                    step(sql);
                    if (random.nextInt(20) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                    }
                }
            } catch (SQLException gone) {
                if (++lost > 50) {
                    throw gone;
                }
            }
        }
    }

    private void step(Statement sql) throws SQLException {
        List<Integer> members = ids(sql, "member");
        List<Integer> claims = ids(sql, "claim");
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            switch (random.nextInt(10)) {
                case 0, 1 -> insertMember(sql, members);
                case 2, 3 -> move(sql, members, random.nextInt(0, 300));
                case 4 -> move(sql, members, random.nextInt(-400, 0));
                case 5 -> changeKey(sql, "member", members);
                case 6 -> remove(sql, random.nextBoolean() ? "member" : "claim", members, claims);
                case 7 -> insertClaims(sql, claims);
                default -> changeClaim(sql, claims);
            }
        }
    }

    private List<Integer> ids(Statement sql, String entity) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (ResultSet row = sql.executeQuery("select id from " + schema + "." + entity + " order by id")) {
            while (row.next()) {
                ids.add(row.getInt(1));
            }
        }
        return ids;
    }

    private void insertMember(Statement sql, List<Integer> members) throws SQLException {
        int id = random.nextInt(1, 60);
        if (members.contains(id)) {
            move(sql, members, random.nextInt(300));
            return;
        }
        sql.execute("insert into " + schema + ".member (id, city, plan, since) values (" + id + ", '" + city() + "', '"
                + plan() + "', date '2026-01-01' + " + random.nextInt(300) + ")");
        members.add(id);
    }

    /** From so many days before or behind the beginning of the year on the row says something else. */
    private void move(Statement sql, List<Integer> members, int days) throws SQLException {
        if (!members.isEmpty()) {
            sql.execute("update " + schema + ".member set city = '" + city() + "', plan = '" + plan()
                    + "', since = date '2026-01-01' + " + days + " where id = " + one(members));
        }
    }

    private void changeKey(Statement sql, String entity, List<Integer> ids) throws SQLException {
        int id = random.nextInt(60, 70);
        if (!ids.isEmpty() && !ids.contains(id)) {
            Integer old = one(ids);
            sql.execute("update " + schema + "." + entity + " set id = " + id + " where id = " + old);
            ids.remove(old);
            ids.add(id);
        }
    }

    private void remove(Statement sql, String entity, List<Integer> members, List<Integer> claims) throws SQLException {
        List<Integer> ids = entity.equals("member") ? members : claims;
        if (!ids.isEmpty()) {
            Integer id = one(ids);
            sql.execute("delete from " + schema + "." + entity + " where id = " + id);
            ids.remove(id);
        }
    }

    /** Several rows of one statement share a place in the log. */
    private void insertClaims(Statement sql, List<Integer> claims) throws SQLException {
        int first = claims.stream().max(Integer::compare).orElse(0) + 1;
        sql.execute("insert into " + schema + ".claim (id, member_id, amount, status) select g, g % 50, g * 1.25, 'new'"
                + " from generate_series(" + first + ", " + (first + 2) + ") g");
        claims.addAll(List.of(first, first + 1, first + 2));
    }

    private void changeClaim(Statement sql, List<Integer> claims) throws SQLException {
        if (!claims.isEmpty()) {
            String where = " where id = " + one(claims);
            sql.execute("update " + schema + ".claim set status = 'open', note = repeat('x', " + random.nextInt(9) + ")"
                    + where);
            sql.execute("update " + schema + ".claim set status = '" + (random.nextBoolean() ? "paid" : "denied")
                    + "', amount = amount + " + random.nextInt(1, 9) + where);
        }
    }

    private Integer one(List<Integer> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    private String city() {
        return List.of("Albany", "Buffalo", "Ithaca", "Utica").get(random.nextInt(4));
    }

    private String plan() {
        return List.of("bronze", "silver", "gold").get(random.nextInt(3));
    }
}
