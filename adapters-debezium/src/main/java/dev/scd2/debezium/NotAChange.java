package dev.scd2.debezium;

/** A message is no change; the reason says why, without a word of what it holds. */
public final class NotAChange extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public NotAChange(String reason) {
        super(reason, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
