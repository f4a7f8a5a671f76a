package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads a statement from left to right; what is not as expected is refused as a syntax error. */
final class Words {
    private final Tokens tokens;
    private int at;

    Words(Tokens tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.at(at);
    }

    Token ahead(int count) {
        return tokens.at(at + count);
    }

    Token next() {
        Token token = peek();
        if (done()) {
            throw SnowflakeError.syntax(token);
        }
        at++;
        return token;
    }

    boolean done() {
        return at >= tokens.size();
    }

    void end() {
        if (!done()) {
            throw SnowflakeError.syntax(peek());
        }
    }

    /** Takes the words if they come next, all of them or none. */
    boolean accept(String... words) {
        if (!tokens.words(at, words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    boolean acceptSymbol(String symbol) {
        if (!peek().isSymbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(String... words) {
        if (!accept(words)) {
            throw SnowflakeError.syntax(peek());
        }
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw SnowflakeError.syntax(peek());
        }
    }

    /** Takes a name of one to three parts. */
    List<String> name() {
        List<String> parts = new ArrayList<>();
        do {
            Token part = next();
            if (!part.isName()) {
                throw SnowflakeError.syntax(part);
            }
            parts.add(part.text());
        } while (acceptSymbol("."));
        return parts;
    }

    String string() {
        Token token = next();
        if (token.kind() != Kind.STRING) {
            throw SnowflakeError.syntax(token);
        }
        return token.text();
    }

    /** Takes what is between a pair of brackets. */
    Tokens bracket() {
        if (!peek().isSymbol("(")) {
            throw SnowflakeError.syntax(peek());
        }
        int close = tokens.closing(at);
        Tokens inside = tokens.slice(at + 1, close);
        at = close + 1;
        return inside;
    }

    /** Takes all that is left. */
    Tokens rest() {
        Tokens rest = tokens.from(at);
        at = tokens.size();
        return rest;
    }

    Words copy() {
        Words copy = new Words(tokens);
        copy.at = at;
        return copy;
    }

    void skip(int count) {
        at += count;
    }

    int position() {
        return at;
    }
}
