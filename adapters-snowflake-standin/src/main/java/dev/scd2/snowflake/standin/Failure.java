package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** An error as the body of an answer. */
final class Failure {
    private Failure() {}

    static void write(JsonGenerator json, SnowflakeError error, String queryId) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("data");
        json.writeBooleanField("internalError", false);
        json.writeStringField("errorCode", error.code());
        json.writeStringField("sqlState", error.state());
        json.writeStringField("queryId", queryId);
        json.writeNumberField("line", -1);
        json.writeNumberField("pos", -1);
        json.writeStringField("type", "COMPILATION");
        json.writeEndObject();
        json.writeStringField("code", error.code());
        json.writeStringField("message", error.getMessage());
        json.writeBooleanField("success", false);
        json.writeEndObject();
    }
}
