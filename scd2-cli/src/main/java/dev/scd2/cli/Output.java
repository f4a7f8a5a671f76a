package dev.scd2.cli;

/** How results are written. */
enum Output {
    /** For people. */
    TABLE,
    /** One document, with stable names. */
    JSON,
    /** Rows with a header. */
    CSV
}
