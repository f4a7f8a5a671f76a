package dev.scd2.snowflake;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.jspecify.annotations.Nullable;

/**
 * What Snowflake's history of queries says of each statement in its column {@code QUERY_TAG}: a JSON object. It travels as a
 * parameter of the statement itself, so that a batch takes no statement more, and a session that is used by others next
 * says nothing of this one. Immutable.
 */
final class QueryTag {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String text;

    private QueryTag(String text) {
        this.text = text;
    }

    /** Returns the tag that says these, those without a value left out. */
    static QueryTag of(Map<String, String> label) {
        ObjectNode tag = JSON.createObjectNode().put("app", "scd2");
        label.forEach((name, value) -> {
            if (!value.isEmpty()) {
                tag.put(name, value);
            }
        });
        return new QueryTag(tag.toString());
    }

    /** Returns the connection, whose statements have the tag. */
    Connection on(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                QueryTag.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    if (result instanceof Statement statement) {
                        put(statement);
                    }
                    return result;
                });
    }

    private void put(Statement statement) throws SQLException {
        if (statement.isWrapperFor(SnowflakeStatement.class)) {
            statement.unwrap(SnowflakeStatement.class).setParameter("QUERY_TAG", text);
        }
    }

    private static @Nullable Object call(Connection connection, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
