package dev.scd2.snowflake.standin;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** MERGE, by that of DuckDB, which refuses by itself a source of which two rows change one row of the target. */
final class Merge {
    private final Session session;

    Merge(Session session) {
        this.session = session;
    }

    Answer merge(Runner.Request request) {
        Words words = new Words(request.tokens());
        words.expect("MERGE", "INTO");
        List<String> table = words.name();
        String alias = Changes.alias(words, "USING");
        words.expect("USING");
        Tokens rest = words.rest();
        int on = rest.find(0, "ON");
        int when = on == rest.size() ? on : end(rest, on);
        if (on == rest.size() || when == rest.size()) {
            throw SnowflakeError.syntax(Tokens.END);
        }
        String target = session.duckName(table) + alias;
        String source = Rewriting.of(rest.slice(0, on), session).duck();
        String condition = Rewriting.of(rest.slice(on + 1, when), session).duck();
        List<Branch> branches = branches(rest.from(when));
        StringBuilder sql = new StringBuilder("MERGE INTO " + target + " USING " + source + " ON (" + condition + ")");
        branches.forEach(branch -> sql.append(branch.sql()));
        sql.append(" RETURNING merge_action");
        session.transaction().lock(session.told(table));
        if (request.describe()) {
            return session.transaction().read(() -> describe(sql.toString(), branches));
        }
        return session.transaction().change(() -> run(sql.toString(), request.binds(), branches));
    }

    /**
     * A branch.
     *
     * @param does  INSERT, UPDATE or DELETE
     * @param condition  what must hold besides, as SQL, or TRUE
     * @param sql  the branch as DuckDB reads it
     */
    private record Branch(String does, String condition, String sql) {}

    private List<Branch> branches(Tokens tokens) {
        List<Branch> branches = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            int next = end(tokens, at);
            branches.add(branch(tokens.slice(at, next)));
            at = next;
        }
        return branches;
    }

    /** Returns where a branch or the condition ends: at the next WHEN that is not one of a CASE. */
    private static int end(Tokens tokens, int from) {
        int cases = 0;
        for (int i = from + 1; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            if (token.isSymbol("(")) {
                i = tokens.closing(i);
            } else if (token.isWord("CASE")) {
                cases++;
            } else if (token.isWord("END") && cases > 0) {
                cases--;
            } else if (token.isWord("WHEN") && cases == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    private Branch branch(Tokens tokens) {
        Words words = new Words(tokens);
        words.expect("WHEN");
        boolean matched = !words.accept("NOT");
        words.expect("MATCHED");
        if (words.accept("BY")) {
            throw SnowflakeError.unsupported(
                    "MERGE ... WHEN NOT MATCHED BY " + words.peek().text());
        }
        String condition = "TRUE";
        if (words.accept("AND")) {
            Tokens rest = words.copy().rest();
            int then = then(rest);
            condition = Rewriting.of(rest.slice(0, then), session).duck();
            words.skip(then);
        }
        words.expect("THEN");
        String head = (matched ? " WHEN MATCHED AND (" : " WHEN NOT MATCHED AND (") + condition + ") THEN ";
        if (matched && words.accept("DELETE")) {
            words.end();
            return new Branch("DELETE", condition, head + "DELETE");
        }
        if (matched && words.accept("UPDATE", "SET")) {
            return new Branch("UPDATE", condition, head + "UPDATE SET " + assignments(words.rest()));
        }
        if (!matched && words.accept("INSERT")) {
            return new Branch("INSERT", condition, head + "INSERT " + insert(words));
        }
        throw SnowflakeError.syntax(words.peek());
    }

    private static int then(Tokens tokens) {
        int cases = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            if (token.isSymbol("(")) {
                i = tokens.closing(i);
            } else if (token.isWord("CASE")) {
                cases++;
            } else if (token.isWord("END") && cases > 0) {
                cases--;
            } else if (token.isWord("THEN") && cases == 0) {
                return i;
            }
        }
        throw SnowflakeError.syntax(Tokens.END);
    }

    private String assignments(Tokens tokens) {
        List<String> assignments = new ArrayList<>();
        for (Tokens assignment : tokens.split()) {
            Words words = new Words(assignment);
            List<String> column = words.name();
            words.expectSymbol("=");
            assignments.add(Names.quoted(column.get(column.size() - 1)) + " = "
                    + Rewriting.of(words.rest(), session).duck());
        }
        return String.join(", ", assignments);
    }

    private String insert(Words words) {
        String columns = "";
        if (words.peek().isSymbol("(")) {
            List<String> names = new ArrayList<>();
            for (Tokens column : words.bracket().split()) {
                List<String> name = new Words(column).name();
                names.add(Names.quoted(name.get(name.size() - 1)));
            }
            columns = "(" + String.join(", ", names) + ") ";
        }
        words.expect("VALUES");
        Tokens values = words.bracket();
        words.end();
        return columns + "VALUES (" + Rewriting.of(values, session).duck() + ")";
    }

    private Answer describe(String sql, List<Branch> branches) throws SQLException {
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            Answer counts = counts(branches, 0, 0, 0);
            return new Answer(Kind.MERGE, counts.columns(), Answer.NO_ROWS, parameters, null);
        }
    }

    private Answer run(String sql, Binds binds, List<Branch> branches) throws SQLException {
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            for (int row = 0; row < binds.rows(); row++) {
                binds.set(statement, row);
                try (ResultSet actions = statement.executeQuery()) {
                    while (actions.next()) {
                        switch (actions.getString(1)) {
                            case "INSERT" -> inserted++;
                            case "UPDATE" -> updated++;
                            default -> deleted++;
                        }
                    }
                }
            }
        }
        return counts(branches, inserted, updated, deleted);
    }

    static SnowflakeError twice() {
        return new SnowflakeError("100090", "42P18", "Duplicate row detected during DML action");
    }

    private static Answer counts(List<Branch> branches, long inserted, long updated, long deleted) {
        List<String> names = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        add(branches, "INSERT", "number of rows inserted", inserted, names, counts);
        add(branches, "UPDATE", "number of rows updated", updated, names, counts);
        add(branches, "DELETE", "number of rows deleted", deleted, names, counts);
        return Answer.counts(
                Kind.MERGE, names, counts.stream().mapToLong(Long::longValue).toArray());
    }

    private static void add(
            List<Branch> branches, String does, String name, long count, List<String> names, List<Long> counts) {
        if (branches.stream().anyMatch(branch -> branch.does().equals(does))) {
            names.add(name);
            counts.add(count);
        }
    }
}
