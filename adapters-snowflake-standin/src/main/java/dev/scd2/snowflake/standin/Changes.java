package dev.scd2.snowflake.standin;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** INSERT, UPDATE and DELETE. */
final class Changes {
    private final Session session;
    private final Warehouse warehouse;

    Changes(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    Answer change(Runner.Request request) {
        return switch (request.tokens().at(0).text()) {
            case "INSERT" -> insert(request);
            case "UPDATE" -> update(request);
            case "DELETE" -> delete(request);
            default -> new Merge(session).merge(request);
        };
    }

    private Answer insert(Runner.Request request) {
        Words words = new Words(request.tokens());
        words.expect("INSERT");
        boolean overwrite = words.accept("OVERWRITE");
        if (words.peek().isWord("ALL") || words.peek().isWord("FIRST")) {
            throw SnowflakeError.unsupported("INSERT " + words.peek().text());
        }
        words.expect("INTO");
        List<String> table = words.name();
        String columns = "";
        if (words.peek().isSymbol("(") && !isQuery(words)) {
            columns = "(" + words.bracket().duck() + ") ";
        }
        Tokens source = words.rest();
        if (!source.at(0).isWord("VALUES")
                && !source.at(0).isWord("SELECT")
                && !source.at(0).isWord("WITH")
                && !source.at(0).isSymbol("(")) {
            throw SnowflakeError.syntax(source.at(0));
        }
        String name = session.duckName(table);
        String head = "INSERT INTO " + name + " " + columns;
        if (overwrite) {
            session.transaction().lock(session.told(table));
        }
        return run(request, () -> {
            try (StagedSelect staged = StagedSelect.of(source, session, warehouse)) {
                String sql = head + Rewriting.of(staged.query(), session).duck();
                if (request.describe()) {
                    return describe(Kind.INSERT, sql);
                }
                if (overwrite) {
                    session.duck("DELETE FROM " + name);
                }
                return counted(Kind.INSERT, insert(head, sql, source, request.binds()));
            }
        });
    }

    private long insert(String head, String sql, Tokens source, Binds binds) throws SQLException {
        if (!BoundRows.suit(source, binds)) {
            return execute(sql, binds);
        }
        try (BoundRows rows = BoundRows.of(session, binds)) {
            return execute(head + rows.query(source), Binds.NONE);
        }
    }

    private static boolean isQuery(Words words) {
        Words ahead = words.copy();
        Tokens inside = ahead.bracket();
        return inside.at(0).isWord("SELECT")
                || inside.at(0).isWord("WITH")
                || inside.at(0).isSymbol("(");
    }

    private Answer update(Runner.Request request) {
        Words words = new Words(request.tokens());
        words.expect("UPDATE");
        List<String> table = words.name();
        String alias = alias(words, "SET");
        words.expect("SET");
        Tokens rest = words.rest();
        int from = rest.find(0, "FROM");
        int where = rest.find(0, "WHERE");
        List<String> assignments = new ArrayList<>();
        for (Tokens assignment : rest.slice(0, Math.min(from, where)).split()) {
            assignments.add(assignment(assignment));
        }
        String sql = "UPDATE " + session.duckName(table) + alias + " SET " + String.join(", ", assignments) + " "
                + Rewriting.of(rest.from(Math.min(from, where)), session).duck();
        session.transaction().lock(session.told(table));
        return run(request, Kind.UPDATE, sql);
    }

    /** Returns an assignment to a column, which Snowflake lets be named with its table and DuckDB does not. */
    private String assignment(Tokens tokens) {
        Words words = new Words(tokens);
        List<String> column = words.name();
        words.expectSymbol("=");
        return Names.quoted(column.get(column.size() - 1)) + " = "
                + Rewriting.of(words.rest(), session).duck();
    }

    private Answer delete(Runner.Request request) {
        Words words = new Words(request.tokens());
        words.expect("DELETE", "FROM");
        List<String> table = words.name();
        String alias = alias(words, "USING", "WHERE");
        Tokens rest = words.rest();
        if (!rest.isEmpty() && !rest.at(0).isWord("USING") && !rest.at(0).isWord("WHERE")) {
            throw SnowflakeError.syntax(rest.at(0));
        }
        String sql = "DELETE FROM " + session.duckName(table) + alias + " "
                + Rewriting.of(rest, session).duck();
        session.transaction().lock(session.told(table));
        return run(request, Kind.DELETE, sql);
    }

    static String alias(Words words, String... ends) {
        for (String end : ends) {
            if (words.peek().isWord(end)) {
                return "";
            }
        }
        boolean as = words.accept("AS");
        if (!as && !words.peek().isName()) {
            return "";
        }
        Token alias = words.next();
        if (!alias.isName()) {
            throw SnowflakeError.syntax(alias);
        }
        return " AS " + Names.quoted(alias.text());
    }

    private Answer run(Runner.Request request, Kind kind, String sql) {
        return run(
                request, () -> request.describe() ? describe(kind, sql) : counted(kind, execute(sql, request.binds())));
    }

    private Answer run(Runner.Request request, Transaction.Work work) {
        return request.describe()
                ? session.transaction().read(work)
                : session.transaction().change(work);
    }

    private Answer describe(Kind kind, String sql) throws SQLException {
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            return new Answer(kind, counted(kind, 0).columns(), Answer.NO_ROWS, parameters, null);
        }
    }

    private static Answer counted(Kind kind, long rows) {
        return switch (kind) {
            case INSERT -> Answer.counts(kind, List.of("number of rows inserted"), rows);
            case UPDATE ->
                Answer.counts(kind, List.of("number of rows updated", "number of multi-joined rows updated"), rows, 0);
            default -> Answer.counts(kind, List.of("number of rows deleted"), rows);
        };
    }

    private long execute(String sql, Binds binds) throws SQLException {
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            long rows = 0;
            for (int row = 0; row < binds.rows(); row++) {
                binds.set(statement, row);
                rows += executeOnce(statement);
            }
            return rows;
        }
    }

    private static long executeOnce(PreparedStatement statement) throws SQLException {
        if (!statement.execute()) {
            return statement.getUpdateCount();
        }
        try (ResultSet counts = statement.getResultSet()) {
            return counts.next() ? counts.getLong(1) : 0;
        }
    }
}
