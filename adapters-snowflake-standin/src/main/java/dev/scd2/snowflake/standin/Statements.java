package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Answers statements: runs them in their session, one at a time, keeps a record of each, and writes what came out. */
final class Statements {
    private final Warehouse warehouse;
    private final Sessions sessions;
    private final Records records;
    private final Faults faults;
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    Statements(Warehouse warehouse, Sessions sessions, Records records, Faults faults) {
        this.warehouse = warehouse;
        this.sessions = sessions;
        this.records = records;
        this.faults = faults;
    }

    /** A statement as the driver sent it; a retry has the id of the first time. */
    private record Sent(
            String sql, Binds binds, boolean describe, String requestId, String tag, Faults.@Nullable Fault fault) {
        boolean meets(Faults.What what) {
            return fault != null && fault.what() == what;
        }
    }

    /** Answers a statement, or, when a fault says so, leaves the exchange to be closed without an answer. */
    void answer(HttpExchange exchange, Session session, JsonNode body, String requestId) throws IOException {
        if (gone.contains(requestId)) {
            return;
        }
        synchronized (session) {
            Repeat repeat = session.repeat();
            if (repeat != null && repeat.requestId().equals(requestId)) {
                Written.send(exchange, repeat.answer(), session, repeat.queryId(), rows -> {});
                return;
            }
            String sql = body.path("sqlText").asText();
            Sent sent = new Sent(
                    sql,
                    Binds.of(body.path("bindings")),
                    body.path("describeOnly").asBoolean(false),
                    requestId,
                    tag(body, session),
                    faults.next(sql));
            if (sent.meets(Faults.What.GONE_BEFORE) || sent.meets(Faults.What.GONE_AFTER)) {
                gone.add(requestId);
            }
            if (sent.meets(Faults.What.CUT_BEFORE) || sent.meets(Faults.What.GONE_BEFORE)) {
                return;
            }
            run(exchange, session, sent);
        }
    }

    /** What the statement says of itself, or its session. */
    private static String tag(JsonNode body, Session session) {
        return body.path("parameters")
                .path("QUERY_TAG")
                .asText(session.parameters().text("QUERY_TAG"));
    }

    private void run(HttpExchange exchange, Session session, Sent sent) throws IOException {
        String queryId = UUID.randomUUID().toString();
        Records.Came came = new Records.Came(
                sent.sql(), sent.describe(), session.transaction().isOpen(), sent.tag());
        boolean silent = sent.meets(Faults.What.CUT_AFTER) || sent.meets(Faults.What.GONE_AFTER);
        try (Answer answer = answer(session, sent)) {
            session.repeat(Repeat.of(sent.requestId(), queryId, answer));
            LongConsumer told = rows -> records.add(came, answer, session, rows);
            if (silent) {
                told.accept(0);
            } else {
                Written.send(exchange, answer, session, queryId, told);
            }
        } catch (SnowflakeError error) {
            records.add(came, error, session);
            if (!silent) {
                Routes.send(exchange, json -> Failure.write(json, error, queryId));
            }
        }
    }

    private Answer answer(Session session, Sent sent) {
        Faults.Fault fault = sent.fault();
        if (fault != null) {
            meet(session, fault);
        }
        session.loadsOnly(sent.meets(Faults.What.LOADS_ONLY) && fault != null ? fault.amount() : Long.MAX_VALUE);
        Answer answer = new Runner(session, warehouse).run(sent.sql(), sent.binds(), sent.describe());
        Transfer transfer = answer.transfer();
        if (transfer == null || !sent.meets(Faults.What.LOSES_FILE)) {
            return answer;
        }
        return Answer.transfer(answer.kind(), transfer.lost(warehouse.stages().nowhere()));
    }

    private void meet(Session session, Faults.Fault fault) {
        switch (fault.what()) {
            case FAILS -> throw java.util.Objects.requireNonNull(fault.error());
            case EXPIRES -> throw sessions.expire(session);
            case ENDS -> {
                sessions.close(session.token());
                throw Sessions.gone();
            }
            case WAITS -> {
                try {
                    Thread.sleep(fault.amount());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            default -> {
                return;
            }
        }
    }
}
