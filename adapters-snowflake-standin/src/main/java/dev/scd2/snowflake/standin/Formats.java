package dev.scd2.snowflake.standin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The file formats that were created. Thread-safe. */
final class Formats {
    private final Map<String, Options> formats = new HashMap<>();

    synchronized Answer create(Session session, Words words, boolean replace) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = words.name();
        String told = session.told(name);
        Options options = Options.read(words);
        words.end();
        FileFormat.of(options);
        if (!formats.containsKey(told) || replace) {
            formats.put(told, options);
        } else if (!absent) {
            throw SnowflakeError.exists(told);
        }
        return Answer.status(Kind.DEFINITION, "File format " + name.get(name.size() - 1) + " successfully created.");
    }

    synchronized Answer drop(Session session, Words words) {
        boolean present = words.accept("IF", "EXISTS");
        List<String> name = words.name();
        words.end();
        if (formats.remove(session.told(name)) == null && !present) {
            throw SnowflakeError.missing("File format", session.told(name));
        }
        return Answer.status(Kind.DEFINITION, name.get(name.size() - 1) + " successfully dropped.");
    }

    /** Returns the format that a statement names or spells out, over that of the stage. */
    synchronized FileFormat format(Session session, Options stage, Options statement) {
        return FileFormat.of(resolved(session, stage).plus(resolved(session, statement)));
    }

    private Options resolved(Session session, Options options) {
        if (!options.has("FORMAT_NAME")) {
            return options;
        }
        Tokens name = Lexer.tokens(options.text("FORMAT_NAME"));
        List<String> parts = new Words(name).name();
        Options format = formats.get(session.told(parts));
        if (format == null) {
            throw SnowflakeError.missing("File format", session.told(Arrays.asList(parts.toArray(new String[0]))));
        }
        return format;
    }
}
