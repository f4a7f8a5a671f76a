package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A column of an answer, by the names that the driver knows types by. */
record Column(String name, String type, int precision, int scale, long length) {
    static Column text(String name) {
        return new Column(name, "text", 0, 0, 16_777_216);
    }

    static Column number(String name) {
        return new Column(name, "fixed", 38, 0, 0);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("type", type);
        json.writeBooleanField("nullable", true);
        json.writeNumberField("precision", precision);
        json.writeNumberField("scale", scale);
        json.writeNumberField("length", length);
        json.writeNumberField("byteLength", length);
        json.writeStringField("database", "");
        json.writeStringField("schema", "");
        json.writeStringField("table", "");
        json.writeEndObject();
    }
}
