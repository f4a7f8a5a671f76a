package dev.scd2.snowflake.load;

/**
 * What COPY said of a file. Immutable.
 *
 * @param file  its place in the lake, from {@code entity=} on
 * @param status  as COPY says it, such as {@code LOADED}
 * @param rowsParsed  how many rows it has
 * @param rowsLoaded  how many were taken
 */
public record LoadedFile(String file, String status, long rowsParsed, long rowsLoaded) {}
