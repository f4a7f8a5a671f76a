package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A query that may read files of a stage. */
final class StagedSelect implements AutoCloseable {
    private final Tokens query;
    private final @Nullable StagedFiles files;

    private StagedSelect(Tokens query, @Nullable StagedFiles files) {
        this.query = query;
        this.files = files;
    }

    /** Returns the query as one that reads only relations of DuckDB; to be closed when it has been run. */
    static StagedSelect of(Tokens query, Session session, Warehouse warehouse) throws SQLException {
        int at = stage(query, 0);
        if (at < 0) {
            return new StagedSelect(positions(query), null);
        }
        if (stage(query, at + 1) >= 0) {
            throw SnowflakeError.unsupported("two stages in one query");
        }
        Stages.Place place = warehouse.stages().place(session, query.at(at).text());
        Tokens options =
                query.at(at + 1).isSymbol("(") ? query.slice(at + 2, query.closing(at + 1)) : query.slice(0, 0);
        @Nullable String pattern = null;
        Options format = Options.NONE;
        for (Tokens option : options.split()) {
            if (!option.at(1).isSymbol("=>") || option.size() < 3) {
                throw SnowflakeError.syntax(option.at(1));
            }
            switch (option.at(0).text().toUpperCase(Locale.ROOT)) {
                case "FILE_FORMAT" -> format = Options.named(option.at(2).text());
                case "PATTERN" -> pattern = option.at(2).text();
                default ->
                    throw SnowflakeError.unsupported(
                            "stage option " + option.at(0).text());
            }
        }
        FileFormat read = warehouse.formats().format(session, place.stage().format(), format);
        StagedFiles files = new StagedFiles(session, place, read, StageFiles.matching(place, pattern));
        return new StagedSelect(files.in(query), files);
    }

    Tokens query() {
        return query;
    }

    private static int stage(Tokens query, int from) {
        for (int i = from; i < query.size(); i++) {
            if (query.at(i).kind() == Kind.STAGE) {
                return i;
            }
        }
        return -1;
    }

    /** Columns by position, of VALUES, where DuckDB calls them col0 and so on. */
    private static Tokens positions(Tokens query) {
        if (query.list().stream().noneMatch(token -> token.kind() == Kind.POSITION)) {
            return query;
        }
        List<Token> named = query.list().stream()
                .map(token -> token.kind() == Kind.POSITION
                        ? Token.symbol("\"col" + (Integer.parseInt(token.text()) - 1) + "\"")
                        : token)
                .toList();
        return new Tokens(named);
    }

    @Override
    public void close() throws SQLException {
        if (files != null) {
            files.close();
        }
    }
}
