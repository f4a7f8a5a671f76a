package dev.scd2.tck;

import dev.scd2.tck.cases.Joiner;
import dev.scd2.tck.cases.MemoryJoiner;

class InMemoryJoinTest extends JoinContract {
    @Override
    protected Joiner joiner() {
        return new MemoryJoiner();
    }
}
