package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The requests of the driver, by their paths. An error is told in a body; the status of HTTP is 200 for it, too. */
final class Routes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sessions sessions;
    private final Statements statements;

    Routes(Sessions sessions, Statements statements) {
        this.sessions = sessions;
        this.statements = statements;
    }

    /** Something that writes an answer. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            JsonNode body = body(exchange);
            try {
                route(exchange, path, body);
            } catch (SnowflakeError error) {
                send(exchange, json -> Failure.write(json, error, ""));
            }
        }
    }

    private void route(HttpExchange exchange, String path, JsonNode body) throws IOException {
        switch (path) {
            case "/session/v1/login-request" -> send(exchange, sessions.login(body, query(exchange)));
            case "/session/token-request" -> send(exchange, sessions.renew(body, token(exchange)));
            case "/session" -> {
                sessions.close(token(exchange));
                send(exchange, Routes::done);
            }
            case "/session/heartbeat" -> {
                sessions.of(token(exchange));
                send(exchange, Routes::done);
            }
            case "/queries/v1/query-request" ->
                statements.answer(
                        exchange,
                        sessions.of(token(exchange)),
                        body,
                        query(exchange).getOrDefault("requestId", ""));
            case "/queries/v1/abort-request" -> {
                sessions.cancel(token(exchange));
                send(exchange, Routes::done);
            }
            case "/telemetry/send" -> send(exchange, Routes::done);
            default -> throw new SnowflakeError("390404", "08001", "The stand-in has no route " + path);
        }
    }

    static void send(HttpExchange exchange, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.write(json);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.size());
        bytes.writeTo(exchange.getResponseBody());
    }

    /** Sends a body of any size without holding it. */
    static void stream(HttpExchange exchange, Body body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (JsonGenerator json = JSON.createGenerator(exchange.getResponseBody())) {
            body.write(json);
        }
    }

    static void done(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNullField("data");
        json.writeNullField("code");
        json.writeNullField("message");
        json.writeBooleanField("success", true);
        json.writeEndObject();
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream in = packed ? new GZIPInputStream(raw) : raw) {
            JsonNode body = JSON.readTree(in);
            return body == null || body.isMissingNode() ? JSON.createObjectNode() : body;
        }
    }

    private static String token(HttpExchange exchange) {
        @Nullable String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            return "";
        }
        int start = header.indexOf('"') + 1;
        int end = header.lastIndexOf('"');
        return start > 0 && end > start ? header.substring(start, end) : "";
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> values = new HashMap<>();
        @Nullable String query = exchange.getRequestURI().getQuery();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    values.put(part.substring(0, equals), part.substring(equals + 1));
                }
            }
        }
        return values;
    }
}
