package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers statements: runs them in their session, one at a time, keeps a record of each, and writes what came out. */
final class Statements {
    private final Warehouse warehouse;
    private final Records records;

    Statements(Warehouse warehouse, Records records) {
        this.warehouse = warehouse;
        this.records = records;
    }

    void answer(HttpExchange exchange, Session session, JsonNode body, String requestId) throws IOException {
        String sql = body.path("sqlText").asText();
        boolean describe = body.path("describeOnly").asBoolean(false);
        String queryId = UUID.randomUUID().toString();
        synchronized (session) {
            boolean inside = session.transaction().isOpen();
            try (Answer answer = new Runner(session, warehouse).run(sql, Binds.of(body.path("bindings")), describe)) {
                Counter rows = new Counter();
                Routes.stream(exchange, json -> write(json, answer, session, queryId, rows));
                records.add(sql, answer, session, describe, inside, rows.rows);
            } catch (SnowflakeError error) {
                records.add(sql, error, session, describe, inside);
                Routes.send(exchange, json -> Failure.write(json, error, queryId));
            }
        }
    }

    private static final class Counter {
        private long rows;
    }

    private static void write(JsonGenerator json, Answer answer, Session session, String queryId, Counter counter)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("data");
        session.parameters().write(json);
        json.writeStringField("queryId", queryId);
        json.writeNumberField("statementTypeId", answer.kind().id());
        json.writeStringField("finalDatabaseName", session.database());
        json.writeStringField("finalSchemaName", session.schema());
        json.writeStringField("finalWarehouseName", session.warehouse());
        json.writeStringField("finalRoleName", session.role());
        json.writeNumberField("numberOfBinds", answer.parameters());
        json.writeBooleanField("arrayBindSupported", answer.kind() == Kind.INSERT);
        json.writeNumberField("version", 1);
        Transfer transfer = answer.transfer();
        if (transfer == null) {
            writeRows(json, answer, counter);
        } else {
            transfer.write(json);
        }
        json.writeEndObject();
        json.writeNullField("code");
        json.writeNullField("message");
        json.writeBooleanField("success", true);
        json.writeEndObject();
    }

    private static void writeRows(JsonGenerator json, Answer answer, Counter counter) throws IOException {
        json.writeStringField("queryResultFormat", "json");
        json.writeArrayFieldStart("rowtype");
        for (Column column : answer.columns()) {
            column.write(json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rowset");
        int width = answer.columns().size();
        long rows = 0;
        while (answer.rows().next()) {
            json.writeStartArray();
            for (int i = 0; i < width; i++) {
                @Nullable String value = answer.rows().value(i);
                if (value == null) {
                    json.writeNull();
                } else {
                    json.writeString(value);
                }
            }
            json.writeEndArray();
            rows++;
        }
        json.writeEndArray();
        json.writeNumberField("total", rows);
        json.writeNumberField("returned", rows);
        counter.rows = rows;
    }
}
