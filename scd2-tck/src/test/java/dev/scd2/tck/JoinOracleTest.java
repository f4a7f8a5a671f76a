package dev.scd2.tck;

import dev.scd2.tck.cases.Joiner;
import dev.scd2.tck.oracle.JoinOracle;

/** The oracle passes the case files, which were written by hand; and what it is asked at random has every outcome. */
class JoinOracleTest extends JoinContract {
    @Override
    protected Joiner joiner() {
        return new JoinOracle();
    }
}
