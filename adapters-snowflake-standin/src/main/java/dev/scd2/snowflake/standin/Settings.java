package dev.scd2.snowflake.standin;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** ALTER SESSION and USE. */
final class Settings {
    private Settings() {}

    static Answer alterSession(Session session, Words words) {
        words.expect("ALTER", "SESSION");
        boolean set = words.accept("SET");
        if (!set) {
            words.expect("UNSET");
        }
        do {
            String name = words.next().text().toUpperCase(Locale.ROOT);
            if (set) {
                words.expectSymbol("=");
                set(session, name, value(words));
            } else {
                session.parameters().unset(name);
                words.acceptSymbol(",");
            }
        } while (!words.done());
        return Answer.status(Kind.ALTER_SESSION, "Statement executed successfully.");
    }

    private static String value(Words words) {
        String sign = words.acceptSymbol("-") ? "-" : "";
        return sign + words.next().text();
    }

    private static void set(Session session, String name, String value) {
        session.parameters().set(name, value);
        if (name.equals("AUTOCOMMIT")) {
            session.transaction().autocommit(session.parameters().flag(name));
        }
        if (name.equals("TIMEZONE")) {
            try {
                session.duck("SET TimeZone = " + Names.literal(value));
            } catch (SQLException e) {
                throw SnowflakeError.compilation("001008", "22023", "invalid value for parameter '" + name + "'");
            }
        }
    }

    static Answer use(Session session, Words words) {
        words.expect("USE");
        if (words.accept("ROLE")) {
            session.role(words.next().text());
        } else if (words.accept("WAREHOUSE")) {
            session.warehouse(words.next().text());
        } else if (words.accept("DATABASE")) {
            session.use(words.next().text(), "PUBLIC");
        } else {
            boolean schema = words.accept("SCHEMA");
            List<String> name = words.name();
            if (name.size() == 2) {
                session.use(name.get(0), name.get(1));
            } else if (schema) {
                session.use(session.database(), name.get(0));
            } else {
                session.use(name.get(0), "PUBLIC");
            }
        }
        words.end();
        return Answer.status(Kind.USE, "Statement executed successfully.");
    }
}
