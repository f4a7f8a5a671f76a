package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the driver is told of files to copy: it copies them itself, to or from a directory of the same machine. */
record Transfer(
        String command,
        List<String> sources,
        Path stage,
        String local,
        int parallel,
        boolean compress,
        String compression,
        boolean overwrite) {

    /** Returns the same with another directory, where nobody looks. */
    Transfer lost(Path nowhere) {
        return new Transfer(command, sources, nowhere, local, parallel, compress, compression, overwrite);
    }

    /** Returns the size of the files on the client's side that are to be copied to a stage; 0 for the other direction. */
    long bytes() {
        if (!command.equals("UPLOAD")) {
            return 0;
        }
        Path source = Path.of(sources.get(0));
        Path directory = source.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return 0;
        }
        long bytes = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, source.getFileName().toString())) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("command", command);
        json.writeArrayFieldStart("src_locations");
        for (String source : sources) {
            json.writeString(source);
        }
        json.writeEndArray();
        json.writeStringField("localLocation", local);
        json.writeNumberField("parallel", parallel);
        json.writeNumberField("threshold", 209_715_200);
        json.writeBooleanField("autoCompress", compress);
        json.writeStringField("sourceCompression", compression);
        json.writeBooleanField("overwrite", overwrite);
        json.writeBooleanField("clientShowEncryptionParameter", false);
        json.writeObjectFieldStart("stageInfo");
        json.writeStringField("locationType", "LOCAL_FS");
        json.writeStringField("location", stage + "/");
        json.writeStringField("path", "");
        json.writeStringField("region", "local");
        json.writeNullField("storageAccount");
        json.writeBooleanField("isClientSideEncrypted", false);
        json.writeObjectFieldStart("creds");
        json.writeEndObject();
        json.writeEndObject();
    }
}
