package dev.scd2.snowflake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What has to be said otherwise to fakesnow 0.12.1, because it does not know what Snowflake documents. */
final class FakesnowStatements {
    static final String STAGE = "DB.PUBLIC.SCD2_LOAD";

    private static final Map<String, String> OTHERWISE = otherwise();

    private FakesnowStatements() {}

    static DataSource of(DataSource sessions) {
        return wrap(DataSource.class, sessions);
    }

    private static <T> T wrap(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                FakesnowStatements.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        arguments[0] = otherwise(sql);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return method.getName().equals("unwrap") ? result : wrapped(result);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    private static @Nullable Object wrapped(@Nullable Object result) {
        if (result instanceof Connection connection) {
            return wrap(Connection.class, connection);
        }
        return result instanceof Statement statement && !(result instanceof PreparedStatement)
                ? wrap(Statement.class, statement)
                : result;
    }

    /** What it does not know, as a pattern, and what it knows instead; in the order in which they are replaced. */
    private static Map<String, String> otherwise() {
        Map<String, String> otherwise = new LinkedHashMap<>();
        // it knows no stage of a user, no name of a stage in quotes, and no FILES in a stage of its own
        otherwise.put("FROM '@~/scd2/'\nFILES = \\('([^']+)'\\)", "FROM @" + STAGE + "/$1");
        otherwise.put("'@~/scd2/'", "@" + STAGE);
        // options of a format: the first is Snowflake's default, the others are what it reads by itself
        otherwise.put(" ESCAPE = NONE", "");
        otherwise.put(" BINARY_FORMAT = HEX", "");
        otherwise.put(" TIMESTAMP_FORMAT = '[^']+'", "");
        return otherwise;
    }

    private static String otherwise(String sql) {
        String said = sql;
        for (Map.Entry<String, String> one : OTHERWISE.entrySet()) {
            said = said.replaceAll(one.getKey(), one.getValue());
        }
        return said;
    }
}
