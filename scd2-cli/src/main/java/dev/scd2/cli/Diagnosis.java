package dev.scd2.cli;

import dev.scd2.error.Scd2Exception;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What a person is told about what went wrong outside; never a value, a key or a stack trace. Stateless. */
final class Diagnosis {
    private Diagnosis() {}

    /** Returns in one or two lines what {@code failure} means for {@code file}, the database. */
    static String ofDatabase(Throwable failure, Path file) {
        String all = messages(failure).toLowerCase(Locale.ROOT);
        if (all.contains("could not set lock") || all.contains("being used by another process")) {
            return "Another run is using " + file + ". Wait until it has ended, or use another file.";
        }
        if (all.contains("not a valid duckdb database")) {
            return file + " is not a DuckDB file. Name another with --to, or move it away.";
        }
        if (all.contains("no space left") || all.contains("disk full") || all.contains("not enough space")) {
            return "There is no space left on the disk of " + file
                    + ", or on that of its temporary files. Nothing of this"
                    + " file was written; make room and run the same command again.";
        }
        if (all.contains("permission denied")
                || all.contains("read-only file system")
                || all.contains("read-only mode")) {
            return file + " may not be written by this user.";
        }
        if (all.contains("no directory")) {
            return "There is no directory " + file.toAbsolutePath().getParent() + ". Make it first.";
        }
        if (failure instanceof Scd2Exception || failure instanceof IllegalArgumentException) {
            return firstLine(failure);
        }
        return "The database " + file + " failed. Run again with SCD2_DEBUG=1 to see more.";
    }

    /** Returns what is wrong with an input file that cannot be read. */
    static String ofInput(IOException failure) {
        if (failure instanceof ZipException || failure instanceof EOFException) {
            return "the gzip data is damaged or cut off.";
        }
        String message = firstLine(failure);
        return message.isEmpty() ? "it could not be read." : message + ".";
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        @Nullable Throwable next = failure;
        for (int depth = 0; next != null && depth < 10; depth++) {
            all.append(next.getMessage()).append('\n');
            next = next.getCause();
        }
        return all.toString();
    }
}
