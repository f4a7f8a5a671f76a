package dev.scd2.snowflake.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A statement laid out for people: a clause on each line, what is too long for one folded at commas, AND and brackets. Nothing
 * but white space outside of quotes differs from what was given.
 */
public final class Formatted {
    private static final int WIDTH = 116;
    private static final String STEP = "    ";
    private static final Set<String> CLAUSES = Set.of(
            "FROM",
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "QUALIFY",
            "UNION",
            "USING",
            "WHEN",
            "SET",
            "VALUES",
            "LEFT",
            "FULL",
            "ASOF",
            "JOIN",
            "ON",
            "SELECT",
            "FILE_FORMAT",
            "FILES",
            "ON_ERROR",
            "PURGE",
            "CLUSTER");

    private final StringBuilder out = new StringBuilder();

    private Formatted() {}

    /** A word, a quoted part or a sign, and whether white space stood before it. */
    private record Part(String text, boolean apart) {
        boolean is(String word) {
            return text.equalsIgnoreCase(word);
        }
    }

    /** Lays one out. */
    public static String of(String sql) {
        Formatted formatted = new Formatted();
        formatted.clauses(parts(sql), "");
        return formatted.out.toString().strip();
    }

    /** Returns a statement without white space, by which two layouts of it are compared. */
    public static String bare(String sql) {
        return parts(sql).stream().map(Part::text).collect(Collectors.joining());
    }

    private static List<Part> parts(String sql) {
        List<Part> parts = new ArrayList<>();
        int i = 0;
        boolean apart = false;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (Character.isWhitespace(c)) {
                apart = true;
                i++;
                continue;
            }
            int end = i + 1;
            if (c == '\'' || c == '"') {
                end = sql.indexOf(c, end) + 1;
            } else if (isWord(c)) {
                while (end < sql.length() && isWord(sql.charAt(end))) {
                    end++;
                }
            }
            parts.add(new Part(sql.substring(i, end), apart));
            apart = false;
            i = end;
        }
        return parts;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
    }

    private void clauses(List<Part> parts, String indent) {
        if (fits(parts, indent)) {
            line(parts, indent);
            return;
        }
        for (List<Part> clause : cut(parts, Formatted::beginsClause)) {
            items(clause, indent);
        }
    }

    private static boolean beginsClause(List<Part> parts, int i) {
        Part before = parts.get(i - 1);
        boolean joins = parts.get(i).is("JOIN") && (before.is("LEFT") || before.is("FULL") || before.is("ASOF"));
        boolean all = parts.get(i).is("SELECT") && before.is("ALL");
        return CLAUSES.contains(parts.get(i).text.toUpperCase(Locale.ROOT))
                && parts.get(i).apart
                && !joins
                && !all
                && !(parts.get(i).is("SET") && before.is("UPDATE"))
                && !(parts.get(i).is("FROM") && before.is("DISTINCT"))
                && !insideCase(parts, i);
    }

    private static boolean insideCase(List<Part> parts, int i) {
        int cases = 0;
        for (int k = 0; k < i; k++) {
            cases += parts.get(k).is("CASE") ? 1 : parts.get(k).is("END") ? -1 : 0;
        }
        return cases > 0;
    }

    private void items(List<Part> clause, String indent) {
        if (fits(clause, indent)) {
            line(clause, indent);
            return;
        }
        List<List<Part>> items = cut(
                clause,
                (parts, i) -> parts.get(i - 1).is(",")
                        || (parts.get(i).is("AND")
                                        || parts.get(i).is("OR")
                                                && !parts.get(i - 1).is("CREATE"))
                                && !insideCase(parts, i)
                        || clause.get(0).is("TYPE")
                                && i + 1 < parts.size()
                                && parts.get(i + 1).is("=")
                        || parts.get(i).is("MATCH_CONDITION")
                        || (parts.get(i).is("WHEN") || parts.get(i).is("ELSE")) && insideCase(parts, i));
        List<Part> line = new ArrayList<>();
        String margin = indent;
        for (List<Part> item : items) {
            List<Part> longer = new ArrayList<>(line);
            longer.addAll(item);
            if (line.isEmpty() || fits(longer, margin)) {
                line = longer;
            } else {
                folded(line, margin);
                margin = CLAUSES.contains(clause.get(0).text.toUpperCase(Locale.ROOT)) ? indent + STEP : indent;
                line = new ArrayList<>(item);
            }
        }
        folded(line, margin);
    }

    /** Writes what may be too long for a line: the last bracket that is, opened. */
    private void folded(List<Part> parts, String indent) {
        int open = fits(parts, indent) ? -1 : longest(parts);
        if (open < 0) {
            line(parts, indent);
            return;
        }
        int close = closing(parts, open);
        line(parts.subList(0, open + 1), indent);
        clauses(parts.subList(open + 1, close), indent + STEP);
        folded(parts.subList(close, parts.size()), indent);
    }

    private static int longest(List<Part> parts) {
        int longest = -1;
        int length = 20;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).is("(")) {
                int close = closing(parts, i);
                if (text(parts.subList(i, close)).length() > length) {
                    length = text(parts.subList(i, close)).length();
                    longest = i;
                }
                i = close;
            }
        }
        return longest;
    }

    private interface Cut {
        boolean before(List<Part> parts, int i);
    }

    /** Cuts at places outside of brackets. */
    private static List<List<Part>> cut(List<Part> parts, Cut cut) {
        List<List<Part>> cuts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (i > begin && cut.before(parts, i)) {
                cuts.add(parts.subList(begin, i));
                begin = i;
            }
            if (parts.get(i).is("(")) {
                i = closing(parts, i);
            }
        }
        cuts.add(parts.subList(begin, parts.size()));
        return cuts;
    }

    private static int closing(List<Part> parts, int open) {
        int depth = 0;
        for (int i = open; i < parts.size(); i++) {
            depth += parts.get(i).is("(") ? 1 : parts.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return parts.size() - 1;
    }

    private static boolean fits(List<Part> parts, String indent) {
        return indent.length() + text(parts).length() <= WIDTH;
    }

    private void line(List<Part> parts, String indent) {
        out.append(indent).append(text(parts)).append('\n');
    }

    private static String text(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.apart && !text.isEmpty() ? " " : "").append(part.text);
        }
        return text.toString();
    }
}
