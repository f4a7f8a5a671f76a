package dev.scd2.sql.extract;

import dev.scd2.sql.cases.SnapshotExtractContract;
import dev.scd2.sql.cases.SourceDatabase;

/** The contract on H2. */
class H2SnapshotTest extends SnapshotExtractContract {
    @Override
    protected SourceDatabase database() {
        return TestH2.standard();
    }
}
