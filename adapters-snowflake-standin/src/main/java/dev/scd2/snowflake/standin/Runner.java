package dev.scd2.snowflake.standin;

import java.util.List;

/** Runs one statement in its session: finds out what it is and gives it to whoever can do it, or refuses it by name. */
final class Runner {
    private final Session session;
    private final Warehouse warehouse;

    Runner(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    /** A statement and its parameters, to be run or only described. */
    record Request(Tokens tokens, Binds binds, boolean describe) {}

    Answer run(String sql, Binds binds, boolean describe) {
        if (StageFiles.moves(sql)) {
            return new StageFiles(session, warehouse).move(sql);
        }
        Tokens tokens = single(Lexer.tokens(sql));
        Answer declared = new CatalogueStatement(session, warehouse, tokens, sql).answer();
        if (declared != null) {
            return declared;
        }
        try {
            return run(new Request(tokens, binds, describe));
        } finally {
            session.transaction().settle();
        }
    }

    private static Tokens single(Tokens tokens) {
        int end = tokens.size();
        while (end > 0 && tokens.at(end - 1).isSymbol(";")) {
            end--;
        }
        Tokens statement = tokens.slice(0, end);
        if (statement.isEmpty()) {
            throw new SnowflakeError("000900", "42601", "SQL compilation error:\nEmpty SQL statement.");
        }
        if (statement.list().stream().anyMatch(token -> token.isSymbol(";"))) {
            throw new SnowflakeError(
                    "000008", "0A000", "Actual statement count did not match the desired statement count 1.");
        }
        return statement;
    }

    private Answer run(Request request) {
        Token first = request.tokens().at(0);
        if (first.isSymbol("(")) {
            return new Queries(session, warehouse).select(request);
        }
        if (first.kind() != Token.Kind.WORD) {
            throw SnowflakeError.syntax(first);
        }
        return switch (first.text()) {
            case "SELECT", "WITH" -> new Queries(session, warehouse).select(request);
            case "INSERT", "UPDATE", "DELETE", "MERGE" -> new Changes(session, warehouse).change(request);
            case "BEGIN", "START", "COMMIT", "ROLLBACK" -> transaction(new Words(request.tokens()));
            case "CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT" -> definition(request);
            case "USE" -> Settings.use(session, new Words(request.tokens()));
            case "LIST", "LS", "REMOVE", "RM" -> new StageFiles(session, warehouse).run(request.tokens());
            case "COPY" -> new Loading(session, warehouse).copy(request.tokens());
            case "SHOW",
                    "DESCRIBE",
                    "DESC",
                    "EXPLAIN",
                    "CALL",
                    "EXECUTE",
                    "SET",
                    "UNSET",
                    "GRANT",
                    "REVOKE",
                    "UNDROP" -> throw SnowflakeError.unsupported(first.text());
            default -> throw SnowflakeError.syntax(first);
        };
    }

    private Answer definition(Request request) {
        if (request.tokens().words(0, "ALTER", "SESSION")) {
            return Settings.alterSession(session, new Words(request.tokens()));
        }
        if (request.describe()) {
            return Answer.of(Kind.DEFINITION, List.of(Column.text("status")), List.of());
        }
        return new Definitions(session, warehouse).define(request);
    }

    private Answer transaction(Words words) {
        Transaction transaction = session.transaction();
        if (words.accept("COMMIT")) {
            words.accept("WORK");
            words.end();
            transaction.commit();
        } else if (words.accept("ROLLBACK")) {
            words.accept("WORK");
            words.end();
            transaction.rollback();
        } else {
            if (words.accept("START")) {
                words.expect("TRANSACTION");
            } else {
                words.expect("BEGIN");
                if (!words.accept("TRANSACTION")) {
                    words.accept("WORK");
                }
            }
            if (words.accept("NAME")) {
                words.next();
            }
            words.end();
            transaction.begin();
        }
        return Answer.status(Kind.TRANSACTION, "Statement executed successfully.");
    }
}
