package dev.scd2.delta;

import dev.scd2.lake.DirectoryLocation;
import dev.scd2.lake.LakeLocation;

/** Writers of a table in a directory. */
class DirectoryWritersTest extends OvertakenWritersContract {
    @Override
    LakeLocation place(String name) {
        return new DirectoryLocation(directory.resolve("tables").resolve(name));
    }
}
