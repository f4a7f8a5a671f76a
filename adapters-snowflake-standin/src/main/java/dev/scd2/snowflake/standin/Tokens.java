package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A statement, or a part of one, as tokens. Immutable. */
final class Tokens {
    static final Token END = new Token(Kind.SYMBOL, "<EOF>", 0, 0);

    private final List<Token> tokens;

    Tokens(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    int size() {
        return tokens.size();
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    List<Token> list() {
        return tokens;
    }

    /** Returns the token at {@code index}, or {@link #END} outside. */
    Token at(int index) {
        return index < 0 || index >= tokens.size() ? END : tokens.get(index);
    }

    boolean words(int index, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!at(index + i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    Tokens slice(int from, int to) {
        return new Tokens(tokens.subList(from, to));
    }

    Tokens from(int from) {
        return slice(from, size());
    }

    Tokens plus(Tokens more) {
        List<Token> all = new ArrayList<>(tokens);
        all.addAll(more.tokens);
        return new Tokens(all);
    }

    /** Returns the index of the bracket that closes the one at {@code open}. */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < size(); i++) {
            Token token = at(i);
            if (token.isSymbol("(") || token.isSymbol("[")) {
                depth++;
            } else if (token.isSymbol(")") || token.isSymbol("]")) {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        throw SnowflakeError.syntax(END);
    }

    /** Returns the index of the first of {@code words}, outside any bracket, from {@code from}; the size if none. */
    int find(int from, String... words) {
        for (int i = from; i < size(); i++) {
            if (at(i).isSymbol("(")) {
                i = closing(i);
            } else if (words(i, words)) {
                return i;
            }
        }
        return size();
    }

    /** Returns the parts between the commas that are outside any bracket. */
    List<Tokens> split() {
        List<Tokens> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < size(); i++) {
            if (at(i).isSymbol("(") || at(i).isSymbol("[")) {
                i = closing(i);
            } else if (at(i).isSymbol(",")) {
                parts.add(slice(start, i));
                start = i + 1;
            }
        }
        if (start < size() || !parts.isEmpty()) {
            parts.add(from(start));
        }
        return parts;
    }

    /** Returns this as DuckDB reads it. */
    String duck() {
        return tokens.stream().map(Token::duck).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return tokens.toString();
    }
}
