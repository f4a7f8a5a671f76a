package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is logged in. Thread-safe. */
final class Sessions implements AutoCloseable {
    private final Warehouse warehouse;
    private final Account account;
    private final Credentials credentials;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<String, Session> expired = new ConcurrentHashMap<>();

    Sessions(Warehouse warehouse, Account account) {
        this.warehouse = warehouse;
        this.account = account;
        this.credentials = new Credentials(account);
    }

    Credentials credentials() {
        return credentials;
    }

    /** What a login has to say. */
    record Account(String account, String user, String password, String database, String schema) {}

    Routes.Body login(JsonNode body, Map<String, String> query) {
        JsonNode data = body.path("data");
        credentials.require(data);
        Session session = warehouse.open(
                account.user().toUpperCase(java.util.Locale.ROOT),
                query.getOrDefault("databaseName", account.database()).toUpperCase(java.util.Locale.ROOT),
                query.getOrDefault("schemaName", account.schema()).toUpperCase(java.util.Locale.ROOT));
        for (Map.Entry<String, JsonNode> parameter :
                data.path("SESSION_PARAMETERS").properties()) {
            session.parameters().login(parameter.getKey(), plain(parameter.getValue()));
        }
        if (query.containsKey("roleName")) {
            session.role(query.get("roleName").toUpperCase(java.util.Locale.ROOT));
        }
        if (query.containsKey("warehouse")) {
            session.warehouse(query.get("warehouse").toUpperCase(java.util.Locale.ROOT));
        }
        if (!session.parameters().flag("AUTOCOMMIT")) {
            session.transaction().autocommit(false);
        }
        open.put(session.token(), session);
        return json -> write(json, session);
    }

    private static Object plain(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isIntegralNumber() ? (Object) value.intValue() : value.asText();
    }

    private static void write(JsonGenerator json, Session session) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("data");
        json.writeStringField("token", session.token());
        json.writeStringField("masterToken", session.masterToken());
        json.writeNumberField("validityInSeconds", 3600);
        json.writeNumberField("masterValidityInSeconds", 14_400);
        json.writeStringField("serverVersion", "9.0.0");
        json.writeStringField("displayUserName", session.user());
        json.writeNumberField("sessionId", session.number());
        session.parameters().write(json);
        json.writeObjectFieldStart("sessionInfo");
        json.writeStringField("databaseName", session.database());
        json.writeStringField("schemaName", session.schema());
        json.writeStringField("warehouseName", session.warehouse());
        json.writeStringField("roleName", session.role());
        json.writeEndObject();
        json.writeEndObject();
        json.writeBooleanField("success", true);
        json.writeEndObject();
    }

    /** Returns the session of a token. */
    Session of(String token) {
        @Nullable Session session = open.get(token);
        if (session == null) {
            throw expired.containsKey(token) ? expired() : gone();
        }
        return session;
    }

    static SnowflakeError gone() {
        return new SnowflakeError(
                "390111", "08003", "Session no longer exists. New login required to access the service.");
    }

    private static SnowflakeError expired() {
        return new SnowflakeError("390112", "08001", "Your session has expired. Please login again.");
    }

    /** Lets the token of a session expire, and returns what its bearer is told. */
    SnowflakeError expire(Session session) {
        open.remove(session.token());
        expired.put(session.token(), session);
        return expired();
    }

    Routes.Body renew(JsonNode body, String masterToken) {
        String old = body.path("oldSessionToken").asText();
        @Nullable Session session = expired.getOrDefault(old, open.get(old));
        if (session == null || !session.masterToken().equals(masterToken)) {
            throw new SnowflakeError(
                    "390114", "08001", "Authentication token has expired. The user must authenticate again.");
        }
        open.remove(old);
        expired.remove(old);
        session.renew();
        open.put(session.token(), session);
        return json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("data");
            json.writeStringField("sessionToken", session.token());
            json.writeNumberField("validityInSecondsST", 3600);
            json.writeStringField("masterToken", session.masterToken());
            json.writeNumberField("validityInSecondsMT", 14_400);
            json.writeNumberField("sessionId", session.number());
            json.writeEndObject();
            json.writeBooleanField("success", true);
            json.writeEndObject();
        };
    }

    /** Cancels a statement that waits for a lock; one that runs already runs to its end. */
    void cancel(String token) {
        warehouse.locks().cancel(of(token));
    }

    void close(String token) {
        @Nullable Session session = open.remove(token);
        if (session != null) {
            warehouse.locks().cancel(session);
            synchronized (session) {
                session.close();
            }
        }
    }

    /** Ends every session; none that waits gets the lock of one that is ended before it. */
    void closeAll() {
        open.values().forEach(warehouse.locks()::cancel);
        new ArrayList<>(open.keySet()).forEach(this::close);
        expired.values().forEach(Session::close);
        expired.clear();
    }

    @Override
    public void close() {
        closeAll();
    }
}
