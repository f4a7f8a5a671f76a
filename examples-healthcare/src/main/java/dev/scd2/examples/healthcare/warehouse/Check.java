package dev.scd2.examples.healthcare.warehouse;

/**
 * One thing that must be equal, and what was found on both sides. Immutable.
 *
 * @param name what is compared
 * @param left the one side, in words with its number
 * @param right the other side
 * @param passed whether they agree
 */
public record Check(String name, String left, String right, boolean passed) {
    static Check equal(String name, String leftName, long left, String rightName, long right) {
        return equal(name, leftName, left, rightName, right, 0);
    }

    /** The right side is {@code right} and what {@code rightName} already tells, {@code rightTold}. */
    static Check equal(String name, String leftName, long left, String rightName, long right, long rightTold) {
        return new Check(name, leftName + " " + left, rightName + " " + right, left == right + rightTold);
    }
}
