package dev.scd2.snowflake.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** COPY INTO a stage: always one file, which Snowflake would split. */
final class Unloading {
    private final Session session;
    private final Warehouse warehouse;

    Unloading(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    Answer copy(Words words) {
        Stages.Place place = new StageFiles(session, warehouse).place(words);
        words.expect("FROM");
        String source = words.peek().isSymbol("(")
                ? "(" + Rewriting.of(words.bracket(), session).duck() + ")"
                : "(SELECT * FROM " + session.duckName(words.name()) + ")";
        Options options = Options.read(words);
        boolean header = options.flag("HEADER", false);
        words.end();
        options.only("COPY INTO", "FILE_FORMAT", "OVERWRITE", "SINGLE", "HEADER", "MAX_FILE_SIZE");
        FileFormat format = warehouse.formats().format(session, place.stage().format(), options.nested("FILE_FORMAT"));
        Path file = file(place, format, options.flag("SINGLE", false));
        if (Files.exists(file) && !options.flag("OVERWRITE", false)) {
            throw new SnowflakeError(
                    "001030", "22000", "Files already existing at the unload destination. Use overwrite option.");
        }
        String sql = "COPY " + source + " TO " + Names.literal(file.toString()) + " " + written(format, header);
        return session.transaction().read(() -> run(sql, file));
    }

    private static Path file(Stages.Place place, FileFormat format, boolean single) {
        String packed = format.type().equals("PARQUET")
                ? ".snappy.parquet"
                : format.compression().equals("NONE") ? ".csv" : ".csv.gz";
        String path = place.path().isEmpty() || place.path().endsWith("/") ? place.path() + "data" : place.path();
        Path file = place.stage().directory().resolve(single ? path : path + "_0_0_0" + packed);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static String written(FileFormat format, boolean header) {
        return switch (format.type()) {
            case "PARQUET" -> "(FORMAT parquet)";
            case "CSV" ->
                "(FORMAT csv, HEADER " + header + ", DELIMITER " + Names.literal(format.delimiter())
                        + ", QUOTE " + Names.literal(format.quote() == null ? "\"" : String.valueOf(format.quote()))
                        + ", NULLSTR "
                        + Names.literal(
                                format.nulls().isEmpty() ? "" : format.nulls().get(0))
                        + ", COMPRESSION " + (format.compression().equals("NONE") ? "none" : "gzip") + ")";
            default -> throw SnowflakeError.unsupported("COPY INTO a stage of " + format.type());
        };
    }

    private Answer run(String sql, Path file) throws SQLException {
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            long rows = statement.executeUpdate();
            long size = Files.size(file);
            return Answer.counts(
                    Kind.UNLOAD, List.of("rows_unloaded", "input_bytes", "output_bytes"), rows, size, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
