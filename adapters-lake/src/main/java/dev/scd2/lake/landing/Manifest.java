package dev.scd2.lake.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside a file about it: {@code {"rows": 2, "sha256": "9f86…", "loadTime": "2026-01-01T00:00:00Z", "loadId":
 * "night 7"}}. Each may be missing.
 *
 * <p>Immutable.
 *
 * @param rows how many rows the file has
 * @param sha256 the checksum of its bytes, in hexadecimal
 * @param loadTime when it was made
 * @param loadId of which load it is
 */
record Manifest(
        @Nullable Long rows,
        @Nullable String sha256,
        @Nullable Instant loadTime,
        @Nullable String loadId) {
    static final String SUFFIX = ".manifest.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Returns where the manifest of a file is, or would be. */
    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /** Reads the manifest of a file, if there is one. */
    static Optional<Manifest> read(Path file) throws UnreadableFile, IOException {
        Path path = of(file);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(Files.readAllBytes(path));
            String time = text(json, "loadTime");
            String sha256 = text(json, "sha256");
            JsonNode rows = json.path("rows");
            if (!json.isObject() || !(rows.isMissingNode() || rows.isIntegralNumber())) {
                throw malformed();
            }
            return Optional.of(new Manifest(
                    rows.isMissingNode() ? null : rows.longValue(),
                    sha256 == null ? null : sha256.toLowerCase(Locale.ROOT),
                    time == null ? null : OffsetDateTime.parse(time).toInstant(),
                    text(json, "loadId")));
        } catch (JsonProcessingException | DateTimeException wrong) {
            throw malformed();
        }
    }

    private static @Nullable String text(JsonNode json, String name) throws UnreadableFile {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw malformed();
        }
        return value.textValue();
    }

    private static UnreadableFile malformed() {
        return new UnreadableFile(
                "its manifest is no JSON object with rows (a whole number), sha256, loadTime (ISO-8601"
                        + " with an offset) and loadId (texts).");
    }
}
