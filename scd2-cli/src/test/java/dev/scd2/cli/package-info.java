/** The commands, run in process on small files. */
@NullMarked
package dev.scd2.cli;

import org.jspecify.annotations.NullMarked;
