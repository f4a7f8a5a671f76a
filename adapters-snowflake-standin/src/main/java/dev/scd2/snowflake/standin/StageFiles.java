package dev.scd2.snowflake.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PUT, GET, LIST and REMOVE. The driver copies the files itself; here it is told from where to where. */
final class StageFiles {
    private static final DateTimeFormatter MODIFIED = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Session session;
    private final Warehouse warehouse;

    StageFiles(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    /** Returns whether the statement is a PUT or a GET, whose file names are no tokens. */
    static boolean moves(String sql) {
        String head = sql.stripLeading();
        return head.length() > 4
                && Character.isWhitespace(head.charAt(3))
                && (head.regionMatches(true, 0, "PUT", 0, 3) || head.regionMatches(true, 0, "GET", 0, 3));
    }

    Answer move(String sql) {
        String text = sql.strip();
        boolean put = text.regionMatches(true, 0, "PUT", 0, 3);
        String[] parts = new String[2];
        int at = 3;
        for (int i = 0; i < 2; i++) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            boolean quoted = at < text.length() && text.charAt(at) == '\'';
            int start = quoted ? at + 1 : at;
            int end = start;
            while (end < text.length()
                    && (quoted ? text.charAt(end) != '\'' : !Character.isWhitespace(text.charAt(end)))) {
                end++;
            }
            parts[i] = text.substring(start, end);
            at = quoted ? end + 1 : end;
        }
        String file = put ? parts[0] : parts[1];
        String stage = put ? parts[1] : parts[0];
        if (!file.startsWith("file://") || !stage.startsWith("@")) {
            throw SnowflakeError.syntax(put ? parts[0] : parts[1], 4);
        }
        Words words = new Words(
                Lexer.tokens(text.substring(Math.min(at, text.length())).replaceFirst(";\\s*$", "")));
        Options options = Options.read(words);
        words.end();
        Stages.Place place = warehouse.stages().place(session, stage.substring(1));
        String local = file.substring("file://".length());
        return put ? put(local, place, options) : get(local, place, options);
    }

    private Answer put(String local, Stages.Place place, Options options) {
        options.only("PUT", "PARALLEL", "AUTO_COMPRESS", "SOURCE_COMPRESSION", "OVERWRITE");
        Path directory = place.stage().directory().resolve(place.path());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.transfer(
                Kind.PUT,
                new Transfer(
                        "UPLOAD",
                        List.of(local),
                        directory,
                        "",
                        options.number("PARALLEL", 4),
                        options.flag("AUTO_COMPRESS", true),
                        options.text("SOURCE_COMPRESSION", "auto_detect").toLowerCase(Locale.ROOT),
                        options.flag("OVERWRITE", false)));
    }

    private Answer get(String local, Stages.Place place, Options options) {
        options.only("GET", "PARALLEL", "PATTERN");
        List<String> files = new ArrayList<>();
        for (Path file : matching(place, options.has("PATTERN") ? options.text("PATTERN") : null)) {
            files.add(place.relative(file));
        }
        return Answer.transfer(
                Kind.GET,
                new Transfer(
                        "DOWNLOAD",
                        files,
                        place.stage().directory(),
                        local,
                        options.number("PARALLEL", 10),
                        false,
                        "none",
                        true));
    }

    Answer run(Tokens tokens) {
        Words words = new Words(tokens);
        String verb = words.next().text();
        Stages.Place place = place(words);
        Options options = Options.read(words);
        words.end();
        options.only(verb, "PATTERN");
        List<Path> files = matching(place, options.has("PATTERN") ? options.text("PATTERN") : null);
        return verb.equals("LIST") || verb.equals("LS") ? list(place, files) : remove(place, files);
    }

    Stages.Place place(Words words) {
        Token stage = words.next();
        if (stage.kind() == Token.Kind.STAGE) {
            return warehouse.stages().place(session, stage.text());
        }
        if (stage.kind() == Token.Kind.STRING && stage.text().startsWith("@")) {
            return warehouse.stages().place(session, stage.text().substring(1));
        }
        throw SnowflakeError.syntax(stage);
    }

    static boolean isPlace(Token token) {
        return token.kind() == Token.Kind.STAGE
                || (token.kind() == Token.Kind.STRING && token.text().startsWith("@"));
    }

    /** Returns the files of a place whose whole path matches the pattern, if there is one. */
    static List<Path> matching(Stages.Place place, @Nullable String pattern) {
        if (pattern == null) {
            return place.files();
        }
        Pattern compiled = Pattern.compile(pattern);
        return place.files().stream()
                .filter(file -> compiled.matcher(place.relative(file)).matches())
                .toList();
    }

    private static Answer list(Stages.Place place, List<Path> files) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try {
            for (Path file : files) {
                List<@Nullable String> row = new ArrayList<>();
                row.add(place.told(file));
                row.add(Long.toString(Files.size(file)));
                row.add(Contents.md5(file));
                row.add(MODIFIED.format(Files.getLastModifiedTime(file).toInstant()));
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.of(
                Kind.LIST,
                List.of(Column.text("name"), Column.number("size"), Column.text("md5"), Column.text("last_modified")),
                rows);
    }

    private static Answer remove(Stages.Place place, List<Path> files) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try {
            for (Path file : files) {
                rows.add(List.of(place.told(file), "removed"));
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.of(Kind.REMOVE, List.of(Column.text("name"), Column.text("result")), rows);
    }
}
