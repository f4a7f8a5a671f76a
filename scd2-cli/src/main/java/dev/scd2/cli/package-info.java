/** The engine over files from a shell: read files, apply them to a history in DuckDB, ask and check it. */
@NullMarked
package dev.scd2.cli;

import org.jspecify.annotations.NullMarked;
