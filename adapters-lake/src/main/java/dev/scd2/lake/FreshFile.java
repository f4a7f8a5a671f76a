package dev.scd2.lake;

import java.nio.file.Path;

/**
 * A file that was put into the lake just now. Immutable.
 *
 * @param tag  changes with the content
 * @param copy  the local one, with the same bytes
 * @param truncates  whether a row of it tells of a truncate
 */
record FreshFile(LakeFile file, String tag, Path copy, boolean truncates) {}
