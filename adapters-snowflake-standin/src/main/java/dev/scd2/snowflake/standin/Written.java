package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An answer as the body of a response, written row by row: a large result is never held. */
final class Written {
    private Written() {}

    /** Sends an answer; how many rows it had is told before its end is sent, and so before the driver has it. */
    static void send(HttpExchange exchange, Answer answer, Session session, String queryId, LongConsumer told)
            throws IOException {
        Routes.stream(exchange, json -> write(json, answer, session, queryId, told));
    }

    private static void write(JsonGenerator json, Answer answer, Session session, String queryId, LongConsumer told)
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
            told.accept(writeRows(json, answer));
        } else {
            transfer.write(json);
            told.accept(0);
        }
        json.writeEndObject();
        json.writeNullField("code");
        json.writeNullField("message");
        json.writeBooleanField("success", true);
        json.writeEndObject();
    }

    private static long writeRows(JsonGenerator json, Answer answer) throws IOException {
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
        return rows;
    }
}
