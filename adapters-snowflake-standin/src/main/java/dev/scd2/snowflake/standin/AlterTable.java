package dev.scd2.snowflake.standin;

import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** ALTER TABLE. */
final class AlterTable {
    private final Session session;

    AlterTable(Session session) {
        this.session = session;
    }

    Answer alter(Words words) {
        if (!words.accept("TABLE")) {
            throw SnowflakeError.unsupported("ALTER " + words.peek().text());
        }
        boolean present = words.accept("IF", "EXISTS");
        List<String> name = words.name();
        String table = session.duckName(name);
        String head = "ALTER TABLE " + (present ? "IF EXISTS " : "") + table + " ";
        if (words.accept("RENAME", "TO")) {
            List<String> to = words.name();
            words.end();
            sameSchema(name, to);
            run(head + "RENAME TO " + Names.quoted(to.get(to.size() - 1)));
        } else if (words.accept("RENAME", "COLUMN")) {
            String from = Names.quoted(words.name().get(0));
            words.expect("TO");
            run(head + "RENAME COLUMN " + from + " TO "
                    + Names.quoted(words.name().get(0)));
        } else if (words.accept("SWAP", "WITH")) {
            swap(name, words.name());
        } else if (words.accept("CLUSTER", "BY")) {
            words.bracket();
        } else if (words.accept("ADD")) {
            words.accept("COLUMN");
            add(head, words);
        } else if (words.accept("DROP")) {
            words.accept("COLUMN");
            boolean there = words.accept("IF", "EXISTS");
            for (Tokens column : words.rest().split()) {
                run(head + "DROP COLUMN " + (there ? "IF EXISTS " : "") + column.duck());
            }
        } else if (words.accept("ALTER") || words.accept("MODIFY")) {
            words.accept("COLUMN");
            column(table, head, words);
        } else {
            throw SnowflakeError.unsupported("ALTER TABLE " + words.peek().text());
        }
        return Answer.status(Kind.DEFINITION, "Statement executed successfully.");
    }

    private void add(String head, Words words) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        for (Tokens part : words.rest().split()) {
            Words column = new Words(part);
            String name = Names.quoted(column.name().get(0));
            String type = type(column);
            String more = "";
            if (column.accept("DEFAULT")) {
                more = " DEFAULT (" + Rewriting.of(column.rest(), session).duck() + ")";
            } else if (column.accept("NOT", "NULL")) {
                more = " NOT NULL";
            }
            column.end();
            run(head + "ADD COLUMN " + (absent ? "IF NOT EXISTS " : "") + name + " " + type + more);
        }
    }

    private void column(String table, String head, Words words) {
        String name = Names.quoted(words.name().get(0));
        String action;
        if (words.accept("SET", "DATA", "TYPE") || words.accept("TYPE")) {
            action = " SET DATA TYPE " + sameScale(table, name, type(words));
        } else if (words.accept("DROP", "NOT", "NULL")) {
            action = " DROP NOT NULL";
        } else if (words.accept("SET", "NOT", "NULL")) {
            action = " SET NOT NULL";
        } else if (words.accept("DROP", "DEFAULT")) {
            action = " DROP DEFAULT";
        } else if (Types.begins(words.peek())) {
            action = " SET DATA TYPE " + sameScale(table, name, type(words));
        } else {
            throw SnowflakeError.unsupported("ALTER COLUMN " + words.peek().text());
        }
        words.end();
        run(head + "ALTER COLUMN " + name + action);
    }

    /** A number can get more digits, and not more of them behind the point. */
    private String sameScale(String table, String column, String type) {
        try (PreparedStatement statement = session.duck().prepareStatement("SELECT " + column + " FROM " + table)) {
            ResultSetMetaData is = statement.getMetaData();
            boolean numbers =
                    type.startsWith("DECIMAL") && is.getColumnTypeName(1).startsWith("DECIMAL");
            if (numbers && !type.replace(" ", "").endsWith("," + is.getScale(1) + ")")) {
                throw SnowflakeError.compilation(
                        "002108", "22000", "cannot change column " + column + " to " + type + ": its scale is another");
            }
            return type;
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }

    private String type(Words words) {
        return Types.read(words, session.parameters().text("TIMESTAMP_TYPE_MAPPING"))
                .duck();
    }

    private void swap(List<String> name, List<String> other) {
        sameSchema(name, other);
        String here = Names.quoted(name.get(name.size() - 1));
        String there = Names.quoted(other.get(other.size() - 1));
        List<String> full = session.full(name);
        String schema = Names.quoted(full.get(0)) + "." + Names.quoted(full.get(1)) + ".";
        String between = "\"SWAPPED " + session.number() + "\"";
        run("BEGIN");
        try {
            run("ALTER TABLE " + schema + here + " RENAME TO " + between);
            run("ALTER TABLE " + schema + there + " RENAME TO " + here);
            run("ALTER TABLE " + schema + between + " RENAME TO " + there);
            run("COMMIT");
        } catch (SnowflakeError e) {
            run("ROLLBACK");
            throw e;
        }
    }

    private void sameSchema(List<String> name, List<String> other) {
        if (!session.full(name).subList(0, 2).equals(session.full(other).subList(0, 2))) {
            throw SnowflakeError.unsupported("moving a table to another schema");
        }
    }

    private void run(String sql) {
        try {
            session.duck(sql);
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }
}
