package dev.scd2.delta;

import dev.scd2.lake.DirectoryLocation;
import dev.scd2.lake.LakeLocation;

/** The contract in a directory. */
class DirectoryTableTest extends DeltaTableContract {
    @Override
    LakeLocation place(String name) {
        return new DirectoryLocation(directory.resolve(name));
    }
}
