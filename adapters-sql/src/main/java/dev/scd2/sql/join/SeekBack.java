package dev.scd2.sql.join;

import dev.scd2.fact.Outcome;
import dev.scd2.sql.StoreOptions.OpenEnd;
import java.util.ArrayList;
import java.util.List;

/** The version that started last, if it has not ended. A strict rule looks once more to name a miss. Immutable. */
class SeekBack extends Seek {
    final String version;
    private final String plain;
    private final boolean strict;

    SeekBack(Terms terms) {
        super(terms);
        strict = terms.lookup.rule.strict();
        version = terms.name("v");
        plain = strict ? terms.name("p") : version;
    }

    @Override
    String joins() {
        return last(version, !strict);
    }

    @Override
    final String joinsThatNameMisses() {
        return (strict ? last(plain, true) : "") + knownKeys(terms.from(plain) + " IS NULL");
    }

    @Override
    final String hit() {
        String inForce = terms.time() + (strict ? " <= " : " < ") + terms.to(version);
        return and(there(version) + inForce, terms.near(terms.from(version), terms.time()));
    }

    /** An open end that is null reads as the end of time, also where there is no version. */
    private String there(String alias) {
        return terms.lookup.versions.openEnd == OpenEnd.NULL ? terms.from(alias) + " IS NOT NULL AND " : "";
    }

    @Override
    final String found(String column) {
        return terms.of(version, column);
    }

    @Override
    final List<String> misses() {
        List<String> misses = new ArrayList<>();
        if (!terms.lookup.rule.isPlain()) {
            misses.add(when(there(plain) + terms.time() + " < " + terms.to(plain), Outcome.OUT_OF_REACH));
        }
        misses.add(when(terms.from(plain) + " IS NOT NULL", Outcome.GAP));
        misses.add(whenKnown("<", Outcome.BEFORE_FIRST));
        return misses;
    }
}
