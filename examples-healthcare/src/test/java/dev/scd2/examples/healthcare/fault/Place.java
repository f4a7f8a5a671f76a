package dev.scd2.examples.healthcare.fault;

import dev.scd2.lake.S3Location;
import dev.scd2.postgres.capture.PostgresCapture;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a chain reads and writes. Immutable.
 *
 * @param name of its slot, its publication, its bucket, and what its topics begin with
 * @param schema of the tables that it captures
 * @param directory for its cache and its warehouse
 */
record Place(String name, String schema, String postgres, String kafka, URI s3, Path directory) {
    static final List<String> ENTITIES = List.of("member", "claim");
    static final String KEY = "local";
    static final String SECRET = "local-secret";

    PostgresCapture capture() {
        return PostgresCapture.from(postgres)
                .tables(ENTITIES.stream().map(entity -> schema + "." + entity).toList())
                .topicPrefix(name)
                .slot(name)
                .publication(name)
                .debezium("heartbeat.interval.ms", "500")
                .debezium("retriable.restart.connector.wait.ms", "500") // Debezium would wait for ten seconds
                .build();
    }

    List<String> topics() {
        return ENTITIES.stream().map(entity -> name + "." + entity).toList();
    }

    S3Location bucket() {
        return new S3Location(s3, "us-east-1", name, KEY, SECRET);
    }

    Path warehouse() {
        return directory.resolve("warehouse.duckdb");
    }

    Path cache() {
        return directory.resolve("cache");
    }

    Place with(URI otherS3) {
        return new Place(name, schema, postgres, kafka, otherS3, directory);
    }

    Place in(Path otherDirectory) {
        return new Place(name, schema, postgres, kafka, s3, otherDirectory);
    }

    String[] words() {
        return new String[] {name, schema, postgres, kafka, s3.toString(), directory.toString()};
    }

    static Place of(String... words) {
        return new Place(words[0], words[1], words[2], words[3], URI.create(words[4]), Path.of(words[5]));
    }
}
