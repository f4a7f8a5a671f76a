package dev.scd2.tck.broken;

/** One thing that a plausible store does wrong, and the rule that must catch it. */
enum Fault {
    NONE(""),
    PASSES_DECIMALS_THROUGH_DOUBLE("store1_"),
    READS_EMPTY_TEXT_AS_NULL("store3_"),
    LOSES_MICROSECONDS("store4_"),
    REPLACES_A_VERSION_TO_CLOSE_IT("store7_"),
    OVERWRITES_THE_END_TOO("store10_"),
    CALLS_EVERY_OPEN_VERSION_CURRENT("store13_"),
    FORGETS_WHAT_WAS_SAID("store20_"),
    KEEPS_ONE_PART_OF_A_SEQUENCE("store22_"),
    KEEPS_SUPERSEDED_EVIDENCE("store23_"),
    DROPS_EVIDENCE_THAT_CHANGES_NO_VERSION("store25_"),
    SKIPS_UNKNOWN_KEYS("store30_"),
    SHORTENS_AT_THE_TOUCHED_INSTANT("store32_"),
    SHORTENS_WHERE_COLUMNS_ARE_OVERWRITTEN("store33_"),
    SHORTENS_AT_A_PATCH("store34_"),
    COUNTS_THE_END_AS_IN_FORCE("store83_"),
    TAKES_EVERYTHING_FOR_A_REPETITION("store80_"),
    COMMITS_ON_CLOSE("store40_"),
    SHOWS_READERS_WHAT_IS_NOT_COMMITTED("store42_"),
    RESERVES_SURROGATES_TWICE("store43_"),
    MOVES_POSITIONS_BACK("store50_"),
    QUARANTINES_TWICE("store53_"),
    FORGETS_SNAPSHOTS("store55_"),
    ORDERS_KEYS_AS_JAVA_DOES("store61_"),
    JOINS_KEY_PARTS("store63_");

    /** How the name of the test begins that must fail; empty where none may. */
    final String rule;

    Fault(String rule) {
        this.rule = rule;
    }
}
