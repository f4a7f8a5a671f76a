package dev.scd2.signals;

import dev.scd2.error.Scd2Exception;

/** What may be told of a failure: our own exceptions hold no values of rows, others may. Stateless. */
final class Failure {
    private Failure() {}

    static String cause(RuntimeException failure) {
        return failure.getClass().getSimpleName();
    }

    static String message(RuntimeException failure) {
        return failure instanceof Scd2Exception
                ? String.valueOf(failure.getMessage())
                : "The message of a " + failure.getClass().getName() + " is not told: it may hold values.";
    }
}
