package dev.scd2.lake;

import java.nio.file.Path;

/**
 * A local directory that holds a lake; it is made where it is missing. Immutable.
 *
 * <p>The file system must have hard links, by which a file appears whole and only where none was: those of Linux, macOS and
 * Windows have, FAT and some network shares have not.
 *
 * @param directory  the directory; made absolute
 */
public record DirectoryLocation(Path directory) implements LakeLocation {
    public DirectoryLocation {
        directory = directory.toAbsolutePath().normalize();
    }

    /** Returns the path. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
