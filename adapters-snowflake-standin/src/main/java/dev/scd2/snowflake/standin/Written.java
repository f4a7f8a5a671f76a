package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer as the body of a response, written row by row: a large result is never held. */
final class Written {
    private Written() {}

    /** Sends an answer and returns how many rows it had. */
    static long send(HttpExchange exchange, Answer answer, Session session, String queryId) throws IOException {
        long[] rows = new long[1];
        Routes.stream(exchange, json -> rows[0] = write(json, answer, session, queryId));
        return rows[0];
    }

    private static long write(JsonGenerator json, Answer answer, Session session, String queryId) throws IOException {
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
        long rows = 0;
        if (transfer == null) {
            rows = writeRows(json, answer);
        } else {
            transfer.write(json);
        }
        json.writeEndObject();
        json.writeNullField("code");
        json.writeNullField("message");
        json.writeBooleanField("success", true);
        json.writeEndObject();
        return rows;
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
