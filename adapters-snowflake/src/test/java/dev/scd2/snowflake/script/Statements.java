package dev.scd2.snowflake.script;

import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a script into its statements: at semicolons outside of quotes, comments and dollar quotes. */
final class Statements {
    private Statements() {}

    static List<String> of(String text) {
        List<String> statements = new ArrayList<>();
        int begin = 0;
        int i = 0;
        while (i < text.length()) {
            int end = skipped(text, i);
            if (end > i) {
                i = end;
            } else {
                if (text.charAt(i) == ';') {
                    add(statements, text.substring(begin, i + 1));
                    begin = i + 1;
                }
                i++;
            }
        }
        add(statements, text.substring(begin));
        return statements;
    }

    /** Returns a statement with NULL for each bind: to a linter a bind of the driver is no part of the language. */
    static String withoutBinds(String statement) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < statement.length()) {
            int end = Math.max(skipped(statement, i), i + 1);
            String part = statement.substring(i, end);
            text.append(part.equals("?") ? "NULL" : part);
            i = end;
        }
        return text.toString();
    }

    /** Returns where what begins here ends, if it is a quoted part or a comment; else here. */
    private static int skipped(String text, int at) {
        if (text.startsWith("--", at)) {
            return end(text, "\n", at + 2);
        }
        if (text.startsWith("/*", at)) {
            return end(text, "*/", at + 2);
        }
        if (text.startsWith("$$", at)) {
            return end(text, "$$", at + 2);
        }
        char c = text.charAt(at);
        return c == '\'' || c == '"' ? end(text, String.valueOf(c), at + 1) : at;
    }

    private static int end(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }

    private static void add(List<String> statements, String statement) {
        if (!code(statement).isEmpty()) {
            statements.add(statement.strip());
        }
    }

    /** Returns a statement on one line, without the comments above it and the semicolon. */
    static String code(String statement) {
        return statement
                .lines()
                .dropWhile(line -> line.isBlank() || line.startsWith("--"))
                .reduce("", (before, line) -> before + " " + line)
                .strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\s*;$", "");
    }
}
