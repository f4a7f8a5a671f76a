package dev.scd2.tck;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Notes what is sent to a database through the connections that it wires, and halts the process before or after one of
 * these statements. Queries are not counted: they change nothing. Bulk loads that reach for the driver's own class by
 * {@code unwrap} are, at that call. Confined to one thread.
 */
public final class Fuse {
    /** The exit code of a process that was halted. */
    static final int HALTED = 86;

    private static final int SHOWN = 64;

    private final List<String> sent = new ArrayList<>();
    private int haltAt = -1;
    private Side side = Side.BEFORE;

    /** Makes one that halts nothing. */
    Fuse() {}

    /** On which side of a statement the process ends. */
    enum Side {
        /** The statement is not sent any more. */
        BEFORE,
        /** The statement was answered. */
        AFTER
    }

    /** Lets the process end at statement {@code number}, counted from 0 from now on. */
    void arm(int number, Side where) {
        sent.clear();
        haltAt = number;
        side = where;
    }

    /** Returns the statements sent since the last call, shortened and without numbers. */
    List<String> taken() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Returns {@code connection}, watched. */
    public Connection wire(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments) -> switch (method.getName()) {
            case "commit" -> watch("COMMIT", connection, method, arguments);
            case "unwrap" -> watch("LOAD", connection, method, arguments);
            case "createStatement" -> wire(Statement.class, (Statement) call(connection, method, arguments), null);
            case "prepareStatement" ->
                wire(PreparedStatement.class, (PreparedStatement) call(connection, method, arguments), (String)
                        arguments[0]);
            default -> call(connection, method, arguments);
        });
    }

    /** Returns {@code database}, whose connections are watched. */
    public DataSource wire(DataSource database) {
        return proxy(DataSource.class, database, (method, arguments) -> {
            Object result = call(database, method, arguments);
            return result instanceof Connection connection ? wire(connection) : result;
        });
    }

    private <S extends Statement> S wire(Class<S> type, S statement, @Nullable String prepared) {
        return proxy(type, statement, (method, arguments) -> {
            boolean sends =
                    method.getName().startsWith("execute") && !method.getName().equals("executeQuery");
            String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
            return sends ? watch(sql, statement, method, arguments) : call(statement, method, arguments);
        });
    }

    private @Nullable Object watch(String sql, Object target, Method method, @Nullable Object[] arguments)
            throws Throwable {
        int number = sent.size();
        sent.add(shown(sql));
        haltIf(number, Side.BEFORE);
        Object result = call(target, method, arguments);
        haltIf(number, Side.AFTER);
        return result;
    }

    private void haltIf(int number, Side here) {
        if (number == haltAt && here == side) {
            System.out.println("halted " + side + " " + sent.get(number));
            System.out.flush();
            Runtime.getRuntime().halt(HALTED);
        }
    }

    private static String shown(String sql) {
        String text = sql.replaceAll("[0-9]+", "").replaceAll("\\s+", " ");
        return text.substring(0, Math.min(SHOWN, text.length()));
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() instanceof SQLException sql ? sql : failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, T target, Watch watch) {
        InvocationHandler handler = (proxy, method, arguments) -> watch.call(method, arguments);
        return type.cast(Proxy.newProxyInstance(Fuse.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private interface Watch {
        @Nullable
        Object call(Method method, @Nullable Object[] arguments) throws Throwable;
    }
}
