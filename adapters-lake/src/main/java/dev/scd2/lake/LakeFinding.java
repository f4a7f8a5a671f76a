package dev.scd2.lake;

/**
 * Something that is wrong with a lake. Immutable.
 *
 * @param kind  what
 * @param key  the file or manifest that it is about
 * @param message  more in words, without values of rows
 */
public record LakeFinding(Kind kind, String key, String message) {
    /** What can be wrong. */
    public enum Kind {
        /** A file or manifest cannot be read. */
        UNREADABLE("it can be read"),
        /** A file holds other offsets, another partition or another order than its name says. */
        MISNAMED("it holds what its name says, in order"),
        /** A file has other bytes or rows than its manifest says. */
        CHANGED("it is as its manifest says"),
        /** A manifest tells of a file that is not there, nor covered, nor removed on purpose. */
        MISSING("what a manifest tells of is there"),
        /** Offsets lie between two files that no file holds, though the writer of the second had come that far. */
        GAP("no offsets are missing between files"),
        /** Two files share offsets, and neither covers the other. */
        OVERLAP("of two files that overlap one covers the other");

        private final String rule;

        Kind(String rule) {
            this.rule = rule;
        }

        /** Returns what should be true. */
        public String rule() {
            return rule;
        }
    }
}
