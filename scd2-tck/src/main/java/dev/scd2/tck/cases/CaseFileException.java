package dev.scd2.tck.cases;

/** A case file that cannot be read, or does not keep to the format. */
public final class CaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseFileException(String message) {
        super(message);
    }

    CaseFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
