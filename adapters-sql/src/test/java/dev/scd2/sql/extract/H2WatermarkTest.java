package dev.scd2.sql.extract;

import dev.scd2.sql.cases.SourceDatabase;
import dev.scd2.sql.cases.WatermarkContract;

/** The contract on H2. */
class H2WatermarkTest extends WatermarkContract {
    @Override
    protected SourceDatabase database() {
        return TestH2.standard();
    }
}
