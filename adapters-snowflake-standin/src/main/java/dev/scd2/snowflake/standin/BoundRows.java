package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Many rows of parameters for one INSERT ... VALUES: they go into a temporary table, and from there in one statement. */
final class BoundRows implements AutoCloseable {
    private static final String TABLE = "temp.main.\"bound rows\"";

    private final Session session;
    private final Map<Integer, String> values = new TreeMap<>();

    private BoundRows(Session session) {
        this.session = session;
    }

    /** Returns whether the source of an INSERT is one row of VALUES, and there are many rows of parameters. */
    static boolean suit(Tokens source, Binds binds) {
        return binds.rows() > 1
                && source.at(0).isWord("VALUES")
                && source.at(1).isSymbol("(")
                && source.closing(1) == source.size() - 1;
    }

    static BoundRows of(Session session, Binds binds) throws SQLException {
        BoundRows rows = new BoundRows(session);
        List<JsonNode> columns = new ArrayList<>();
        StringBuilder fields = new StringBuilder();
        for (Map.Entry<Integer, JsonNode> bind : binds.columns().entrySet()) {
            String name = "p" + bind.getKey();
            fields.append(fields.isEmpty() ? "" : ", ").append(name).append(" VARCHAR");
            rows.values.put(bind.getKey(), value(name, bind.getValue()));
            columns.add(bind.getValue().path("value"));
        }
        session.duck("CREATE OR REPLACE TEMPORARY TABLE " + TABLE + " (" + fields + ")");
        DuckDBConnection connection = session.duck().unwrap(DuckDBConnection.class);
        try (DuckDBAppender appender = connection.createAppender("temp", "main", "bound rows")) {
            for (int row = 0; row < binds.rows(); row++) {
                appender.beginRow();
                for (JsonNode column : columns) {
                    JsonNode value = column.isArray() ? column.path(row) : column;
                    appender.append(value.isNull() || value.isMissingNode() ? null : value.asText());
                }
                appender.endRow();
            }
        }
        return rows;
    }

    /** Returns a parameter, which came as text, as a value of its type. */
    private static String value(String name, JsonNode bind) {
        String type = bind.path("type").asText();
        return switch (type) {
            case "FIXED" -> name + "::DECIMAL(38," + scale(bind.path("value")) + ")";
            case "REAL" -> name + "::DOUBLE";
            case "BOOLEAN" -> name + "::BOOLEAN";
            case "DATE" -> "(DATE '1970-01-01' + floor(" + name + "::DOUBLE / 86400000)::INTEGER)";
            case "TIMESTAMP_NTZ" -> "memory.sf.scaled_ts(" + name + ", 9)";
            case "TIMESTAMP_LTZ" -> "timezone('UTC', memory.sf.scaled_ts(" + name + ", 9))";
            case "TIMESTAMP_TZ" -> "timezone('UTC', memory.sf.scaled_ts(split_part(" + name + ", ' ', 1), 9))";
            case "BINARY" -> "unhex(" + name + ")";
            case "TEXT", "ANY" -> name;
            default -> throw SnowflakeError.unsupported("bind of type " + type + " in many rows");
        };
    }

    private static int scale(JsonNode values) {
        int scale = 0;
        for (JsonNode value : values) {
            if (!value.isNull()) {
                scale = Math.max(scale, new BigDecimal(value.asText()).scale());
            }
        }
        return scale;
    }

    /** Returns the query that gives the rows of VALUES. */
    String query(Tokens source) {
        List<Token> out = new ArrayList<>();
        for (Token token : source.slice(2, source.size() - 1).list()) {
            out.add(
                    token.kind() == Token.Kind.PARAMETER
                            ? Token.symbol(values.getOrDefault(Integer.valueOf(token.text()), "NULL"))
                            : token);
        }
        return "SELECT " + Rewriting.of(new Tokens(out), session).duck() + " FROM " + TABLE;
    }

    @Override
    public void close() throws SQLException {
        session.duck("DROP TABLE IF EXISTS " + TABLE);
    }
}
