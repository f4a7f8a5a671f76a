package dev.scd2.examples.healthcare.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.scd2.examples.healthcare.oltp.Row;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ledger: {@code statements}, {@code coverage} and {@code claims} as gzipped JSON lines, and {@code
 * expected_anomalies.csv}. Dates and stamps are in ISO-8601, values in their plain text. Confined to one thread.
 */
final class LedgerFiles implements Ledger, AutoCloseable {
    static final String STATEMENTS = "statements.jsonl.gz";
    static final String COVERAGE = "coverage.jsonl.gz";
    static final String CLAIMS = "claims.jsonl.gz";
    static final String ANOMALIES = "expected_anomalies.csv";

    private final JsonGenerator statements;
    private final JsonGenerator coverage;
    private final JsonGenerator claims;
    private final BufferedWriter anomalies;

    private LedgerFiles(
            JsonGenerator statements, JsonGenerator coverage, JsonGenerator claims, BufferedWriter anomalies) {
        this.statements = statements;
        this.coverage = coverage;
        this.claims = claims;
        this.anomalies = anomalies;
    }

    static LedgerFiles create(Path directory) throws IOException {
        Files.createDirectories(directory);
        BufferedWriter anomalies = Files.newBufferedWriter(directory.resolve(ANOMALIES));
        anomalies.write("kind,entity,key,recorded_on\n");
        return new LedgerFiles(
                lines(directory.resolve(STATEMENTS)),
                lines(directory.resolve(COVERAGE)),
                lines(directory.resolve(CLAIMS)),
                anomalies);
    }

    private static JsonGenerator lines(Path file) throws IOException {
        JsonGenerator json =
                new JsonFactory().createGenerator(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16));
        json.setRootValueSeparator(new SerializedString("\n"));
        return json;
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static void line(JsonGenerator json, Stamp stamp, Fields fields) {
        try {
            json.writeStartObject();
            fields.write(json);
            json.writeStringField("recorded_at", stamp.recordedAt().toString());
            json.writeNumberField("order", stamp.order());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the ledger", e);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value.toString());
        }
    }

    @Override
    public void said(Stamp stamp, Row row, String column, @Nullable Object value, LocalDate validFrom) {
        line(statements, stamp, json -> {
            json.writeStringField("entity", row.table().tableName());
            json.writeStringField("key", row.keyText());
            json.writeStringField("column", column);
            text(json, "value", value);
            text(json, "valid_from", validFrom);
        });
    }

    @Override
    public void gone(Stamp stamp, Row row, LocalDate validFrom) {
        line(statements, stamp, json -> {
            json.writeStringField("entity", row.table().tableName());
            json.writeStringField("key", row.keyText());
            json.writeNullField("column");
            json.writeNullField("value");
            text(json, "valid_from", validFrom);
        });
    }

    @Override
    public void covered(Stamp stamp, Row enrollment) {
        Object end = enrollment.get("end_date");
        line(coverage, stamp, json -> {
            text(json, "member_id", enrollment.get("member_id"));
            text(json, "coverage_type", enrollment.get("coverage_type"));
            text(json, "enrollment_id", enrollment.get("enrollment_id"));
            text(json, "plan_id", enrollment.get("plan_id"));
            text(json, "start_date", enrollment.get("start_date"));
            text(json, "end_excl", end instanceof LocalDate day ? day.plusDays(1) : null);
            json.writeBooleanField("void", Span.isVoid(enrollment));
        });
    }

    @Override
    public void claimed(Stamp stamp, Row claim) {
        claim(stamp, claim, false);
    }

    @Override
    public void claimGone(Stamp stamp, Row claim) {
        claim(stamp, claim, true);
    }

    private void claim(Stamp stamp, Row claim, boolean deleted) {
        line(claims, stamp, json -> {
            text(json, "claim_id", claim.get("claim_id"));
            text(json, "member_id", claim.get("member_id"));
            text(json, "provider_id", claim.get("rendering_provider_id"));
            text(json, "plan_id", claim.get("plan_id"));
            text(json, "service_from_date", claim.get("service_from_date"));
            json.writeBooleanField("deleted", deleted);
        });
    }

    @Override
    public void anomaly(String kind, String entity, String key, LocalDate day) {
        try {
            anomalies.write(kind + "," + entity + "," + key + "," + day + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the ledger", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (JsonGenerator first = statements;
                JsonGenerator second = coverage;
                JsonGenerator third = claims;
                BufferedWriter fourth = anomalies) {
            for (JsonGenerator json : new JsonGenerator[] {first, second, third}) {
                json.flush();
            }
            fourth.flush();
        }
    }
}
