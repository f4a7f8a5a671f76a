package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.generate.Preset;
import dev.scd2.examples.healthcare.warehouse.WarehouseKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything is, and what is simulated.
 *
 * <p>A server whose address is given in the environment is used; one whose address is missing is started inside this
 * process, its data below the directory. Immutable.
 *
 * @param directory what belongs to this run: data of embedded servers, warehouse, ledger
 * @param preset how much is simulated
 * @param seed the seed of the simulation
 * @param kind the database that is the warehouse
 * @param environment variables, see the constants
 */
public record PayerConfig(
        Path directory, Preset preset, long seed, WarehouseKind kind, Map<String, String> environment) {
    /** JDBC address of a PostgreSQL with logical decoding, user and password included or in the two variables below. */
    public static final String PG_URL = "SCD2_PG_URL";
    /** User for {@link #PG_URL}. */
    public static final String PG_USER = "SCD2_PG_USER";
    /** Password for {@link #PG_URL}. */
    public static final String PG_PASSWORD = "SCD2_PG_PASSWORD";
    /** Bootstrap servers of a Kafka cluster. */
    public static final String KAFKA_BOOTSTRAP = "SCD2_KAFKA_BOOTSTRAP";
    /** Address of an S3 endpoint; key and secret in the two variables below. */
    public static final String S3_ENDPOINT = "SCD2_S3_ENDPOINT";
    /** Access key for {@link #S3_ENDPOINT}. */
    public static final String S3_ACCESS_KEY = "SCD2_S3_ACCESS_KEY";
    /** Secret key for {@link #S3_ENDPOINT}. */
    public static final String S3_SECRET_KEY = "SCD2_S3_SECRET_KEY";
    /** Bucket of the lake, {@code payer-lake} unless said. */
    public static final String S3_BUCKET = "SCD2_S3_BUCKET";
    /**
     * JDBC address of a Snowflake account; who logs in, and where, is in the variables that {@link
     * dev.scd2.snowflake.SnowflakeLogin#fromEnvironment} reads.
     */
    public static final String SNOWFLAKE_URL = "SCD2_SNOWFLAKE_URL";

    /** Copies the environment. */
    public PayerConfig {
        environment = Map.copyOf(environment);
    }

    /** Returns a variable of the environment that is set and not blank. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Returns whether a server of the user's own is used. */
    public boolean usesOwnServers() {
        return setting(PG_URL)
                .or(() -> setting(KAFKA_BOOTSTRAP))
                .or(() -> setting(S3_ENDPOINT))
                .or(this::snowflake)
                .isPresent();
    }

    /** Returns the address of the Snowflake account that is the warehouse; none where something stands in for it. */
    public Optional<String> snowflake() {
        return kind == WarehouseKind.SNOWFLAKE ? setting(SNOWFLAKE_URL) : Optional.empty();
    }

    /** Returns whether something stands in for the warehouse, which ends with this process. */
    public boolean standsIn() {
        return kind == WarehouseKind.SNOWFLAKE && snowflake().isEmpty();
    }

    /**
     * Refuses a warehouse that ends with this process, for a command that only goes on with what others left in it.
     *
     * @throws PayerException if it is a stand-in for Snowflake
     */
    public void requireLastingWarehouse() {
        if (standsIn()) {
            throw new PayerException(
                    SNOWFLAKE_URL
                            + " is not set, so Snowflake would be a stand-in, which keeps nothing from one command"
                            + " to the next. Use ./payer run, which does all in one, or set the address of an account.",
                    null);
        }
    }

    /** Returns what the warehouse is, for people; an address is left out, since it may hold a password. */
    public String warehouseName() {
        return switch (kind) {
            case DUCKDB -> warehouse().toString();
            case SNOWFLAKE -> standsIn() ? "a stand-in for Snowflake" : "Snowflake (" + SNOWFLAKE_URL + ")";
        };
    }

    /** Returns the file of a warehouse in DuckDB. */
    public Path warehouse() {
        return directory.resolve("warehouse.duckdb");
    }

    /** Returns the directory of the generator's ledger. */
    public Path ledger() {
        return directory.resolve("ledger");
    }

    /** Returns the file that counts the faults put into the feed. */
    public Path faults() {
        return directory.resolve("faults.csv");
    }

    /** Returns the bucket of the lake. */
    public String bucket() {
        return setting(S3_BUCKET).orElse("payer-lake");
    }

    /** The PostgreSQL schema, slot, publication and the prefix of topics. */
    public static final String NAME = "payer";
}
