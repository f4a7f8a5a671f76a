package dev.scd2.kafka;

/** A message is no change; the reason says why, without a word of what it holds. */
final class NotAChange extends Exception {
    private static final long serialVersionUID = 1L;

    NotAChange(String reason) {
        super(reason, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
