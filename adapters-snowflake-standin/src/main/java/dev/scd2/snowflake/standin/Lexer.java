package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts a statement into tokens, by the rules of Snowflake: backslashes escape in strings, two dollar signs quote. */
final class Lexer {
    private static final List<String> SYMBOLS =
            List.of("<=>", "->>", "::", "<=", ">=", "<>", "!=", "||", "=>", "->", ":=");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parameters;

    private Lexer(String sql) {
        this.sql = sql;
    }

    static Tokens tokens(String sql) {
        return new Lexer(sql).read();
    }

    private Tokens read() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("--", at) || sql.startsWith("//", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                at = after("*/", at + 2);
            } else {
                int start = at;
                Token token = next(c);
                tokens.add(new Token(token.kind(), token.text(), start, at));
            }
        }
        return new Tokens(tokens);
    }

    private Token next(char c) {
        if (c == '\'') {
            return Token.string(string());
        }
        if (c == '"') {
            return token(Kind.QUOTED, quoted());
        }
        if (c == '@') {
            return token(Kind.STAGE, stage());
        }
        if (Character.isDigit(c) || (c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1)))) {
            return token(Kind.NUMBER, number());
        }
        if (sql.startsWith("$$", at)) {
            int start = at + 2;
            at = after("$$", start);
            return Token.string(sql.substring(start, at - 2));
        }
        if (c == '$' || Character.isLetter(c) || c == '_') {
            return word();
        }
        if (c == '?') {
            at++;
            return token(Kind.PARAMETER, Integer.toString(++parameters));
        }
        if (c == ':' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1)) && !afterValue()) {
            at++;
            int start = at;
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
            return token(Kind.PARAMETER, sql.substring(start, at));
        }
        if ((c == ':' || c == '.') && isPath(c)) {
            return token(Kind.PATH, path());
        }
        for (String symbol : SYMBOLS) {
            if (sql.startsWith(symbol, at)) {
                at += symbol.length();
                return Token.symbol(symbol);
            }
        }
        if ("()[]{},;.+-*/%<>=:|&^~!".indexOf(c) < 0) {
            throw SnowflakeError.syntax(String.valueOf(c), at);
        }
        at++;
        return Token.symbol(String.valueOf(c));
    }

    private boolean isPath(char c) {
        if (at + 1 >= sql.length() || tokens.isEmpty()) {
            return false;
        }
        char next = sql.charAt(at + 1);
        boolean step = Character.isLetter(next) || next == '_' || next == '"';
        Token last = tokens.get(tokens.size() - 1);
        return step && (c == ':' ? afterValue() : last.kind() == Kind.PATH && last.end() == at);
    }

    private String path() {
        at++;
        if (sql.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || "_$".indexOf(sql.charAt(at)) >= 0)) {
            at++;
        }
        return sql.substring(start, at);
    }

    private boolean afterValue() {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.end() == at && (last.isName() || last.kind() == Kind.POSITION || last.isSymbol("]"));
    }

    private static Token token(Kind kind, String text) {
        return new Token(kind, text, 0, 0);
    }

    private Token word() {
        int start = at++;
        while (at < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_' || sql.charAt(at) == '$')) {
            at++;
        }
        String text = sql.substring(start, at);
        if (text.charAt(0) != '$') {
            return Token.word(text.toUpperCase(Locale.ROOT));
        }
        if (text.length() > 1 && text.chars().skip(1).allMatch(Character::isDigit)) {
            return token(Kind.POSITION, text.substring(1));
        }
        throw SnowflakeError.unsupported("session variable " + text);
    }

    private String number() {
        int start = at;
        while (at < sql.length() && (Character.isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        if (at < sql.length() && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < sql.length() && (sql.charAt(exponent) == '-' || sql.charAt(exponent) == '+')) {
                exponent++;
            }
            if (exponent < sql.length() && Character.isDigit(sql.charAt(exponent))) {
                at = exponent;
                while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                    at++;
                }
            }
        }
        return sql.substring(start, at);
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        int start = at++;
        while (true) {
            if (at >= sql.length()) {
                throw SnowflakeError.syntax("\"", start);
            }
            char c = sql.charAt(at++);
            if (c != '"') {
                text.append(c);
            } else if (at < sql.length() && sql.charAt(at) == '"') {
                text.append('"');
                at++;
            } else {
                return text.toString();
            }
        }
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        int start = at++;
        while (true) {
            if (at >= sql.length()) {
                throw SnowflakeError.syntax("'", start);
            }
            char c = sql.charAt(at++);
            if (c == '\\' && at < sql.length()) {
                text.append(Escape.read(sql, at));
                at += Escape.length(sql, at);
            } else if (c != '\'') {
                text.append(c);
            } else if (at < sql.length() && sql.charAt(at) == '\'') {
                text.append('\'');
                at++;
            } else {
                return text.toString();
            }
        }
    }

    private String stage() {
        int start = ++at;
        while (at < sql.length() && !Character.isWhitespace(sql.charAt(at)) && ",;()'".indexOf(sql.charAt(at)) < 0) {
            if (sql.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
        return sql.substring(start, at);
    }

    private int after(String end, int from) {
        int found = sql.indexOf(end, from);
        if (found < 0) {
            throw SnowflakeError.syntax(end, from);
        }
        return found + end.length();
    }

    /** What a backslash and the characters after it stand for in a string. */
    private static final class Escape {
        private Escape() {}

        static String read(String sql, int at) {
            char c = sql.charAt(at);
            Integer code = code(sql, at);
            if (code != null) {
                return new String(Character.toChars(code));
            }
            return switch (c) {
                case 'n' -> "\n";
                case 't' -> "\t";
                case 'r' -> "\r";
                case 'b' -> "\b";
                case 'f' -> "\f";
                case '0' -> "\0";
                default -> String.valueOf(c);
            };
        }

        static int length(String sql, int at) {
            return code(sql, at) == null ? 1 : 1 + digits(sql.charAt(at));
        }

        private static int digits(char c) {
            return c == 'u' ? 4 : c == 'x' ? 2 : 0;
        }

        private static @Nullable Integer code(String sql, int at) {
            int digits = digits(sql.charAt(at));
            if (digits == 0 || at + 1 + digits > sql.length()) {
                return null;
            }
            try {
                return Integer.parseInt(sql.substring(at + 1, at + 1 + digits), 16);
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
