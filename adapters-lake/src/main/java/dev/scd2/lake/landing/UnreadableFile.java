package dev.scd2.lake.landing;

/** A file is not as it should be; the message says where and why, without values. */
final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFile(String message) {
        super(message);
    }

    static UnreadableFile at(long line, String why) {
        return new UnreadableFile("line " + line + ": " + why);
    }
}
