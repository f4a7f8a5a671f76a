package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of a session, with the values that they have when nobody set them. */
final class Parameters {
    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("AUTOCOMMIT", true),
            Map.entry("ABORT_DETACHED_QUERY", false),
            Map.entry("BINARY_INPUT_FORMAT", "HEX"),
            Map.entry("BINARY_OUTPUT_FORMAT", "HEX"),
            Map.entry("DATE_INPUT_FORMAT", "AUTO"),
            Map.entry("DATE_OUTPUT_FORMAT", "YYYY-MM-DD"),
            Map.entry("ERROR_ON_NONDETERMINISTIC_MERGE", true),
            Map.entry("ERROR_ON_NONDETERMINISTIC_UPDATE", false),
            Map.entry("GEOGRAPHY_OUTPUT_FORMAT", "GeoJSON"),
            Map.entry("LOCK_TIMEOUT", 43_200),
            Map.entry("MULTI_STATEMENT_COUNT", 1),
            Map.entry("QUERY_TAG", ""),
            Map.entry("ROWS_PER_RESULTSET", 0),
            Map.entry("STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", 0),
            Map.entry("STATEMENT_TIMEOUT_IN_SECONDS", 172_800),
            Map.entry("TIME_INPUT_FORMAT", "AUTO"),
            Map.entry("TIME_OUTPUT_FORMAT", "HH24:MI:SS"),
            Map.entry("TIMESTAMP_INPUT_FORMAT", "AUTO"),
            Map.entry("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM"),
            Map.entry("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3"),
            Map.entry("TIMESTAMP_LTZ_OUTPUT_FORMAT", ""),
            Map.entry("TIMESTAMP_TZ_OUTPUT_FORMAT", ""),
            Map.entry("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ"),
            Map.entry("TIMEZONE", "UTC"),
            Map.entry("TRANSACTION_ABORT_ON_ERROR", false),
            Map.entry("USE_CACHED_RESULT", true),
            Map.entry("WEEK_OF_YEAR_POLICY", 0),
            Map.entry("WEEK_START", 0),
            Map.entry("CLIENT_TELEMETRY_ENABLED", false),
            Map.entry("CLIENT_SESSION_KEEP_ALIVE", false),
            Map.entry("CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", 0),
            Map.entry("CLIENT_RESULT_CHUNK_SIZE", 48),
            Map.entry("CLIENT_MEMORY_LIMIT", 1536),
            Map.entry("CLIENT_PREFETCH_THREADS", 4));

    /** Parameters that change what statements mean, in a way that the stand-in cannot: only their defaults can be set. */
    private static final Set<String> FIXED = Set.of(
            "BINARY_INPUT_FORMAT",
            "BINARY_OUTPUT_FORMAT",
            "DATE_INPUT_FORMAT",
            "ERROR_ON_NONDETERMINISTIC_MERGE",
            "ERROR_ON_NONDETERMINISTIC_UPDATE",
            "MULTI_STATEMENT_COUNT",
            "ROWS_PER_RESULTSET",
            "TIME_INPUT_FORMAT",
            "TIMESTAMP_INPUT_FORMAT",
            "TRANSACTION_ABORT_ON_ERROR",
            "WEEK_OF_YEAR_POLICY",
            "WEEK_START");

    private final Map<String, Object> values = new TreeMap<>(DEFAULTS);

    /** Takes what the driver sets at login; names that are not known here are kept as they are. */
    void login(String name, Object value) {
        values.put(name.toUpperCase(Locale.ROOT), value);
    }

    /**
     * Sets a parameter.
     *
     * @throws SnowflakeError 000002 if there is none of this name
     */
    void set(String name, String value) {
        known(name);
        Object now = DEFAULTS.get(name);
        if (FIXED.contains(name) && !String.valueOf(now).equalsIgnoreCase(value)) {
            throw SnowflakeError.unsupported("parameter " + name + " other than " + now);
        }
        if (now instanceof Boolean) {
            if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                throw invalid(name);
            }
            values.put(name, Boolean.valueOf(value));
        } else if (now instanceof Integer) {
            try {
                values.put(name, Integer.valueOf(value));
            } catch (NumberFormatException e) {
                throw invalid(name);
            }
        } else {
            values.put(name, value);
        }
    }

    void unset(String name) {
        known(name);
        Object value = DEFAULTS.get(name);
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    private static void known(String name) {
        if (!DEFAULTS.containsKey(name) && !name.startsWith("JDBC_") && !name.startsWith("CLIENT_")) {
            throw SnowflakeError.compilation("000002", "0A000", "invalid parameter '" + name + "'");
        }
    }

    private static SnowflakeError invalid(String name) {
        return SnowflakeError.compilation("001008", "22023", "invalid value for parameter '" + name + "'");
    }

    long number(String name) {
        return ((Number) value(name)).longValue();
    }

    boolean flag(String name) {
        return (Boolean) value(name);
    }

    String text(String name) {
        return value(name).toString();
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No parameter is called " + name);
        }
        return value;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("parameters");
        for (Map.Entry<String, Object> parameter : values.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", parameter.getKey());
            json.writePOJOField("value", parameter.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
