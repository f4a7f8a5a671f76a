package dev.scd2.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** What to look at in a store when the test of a rule fails; the message of the failure says it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface LookAt {
    /** Returns the end of the sentence "look at …". */
    String value();

    /** Puts the number of the rule and what to look at before the message of a failure. */
    final class OnFailure implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            String name = context.getRequiredTestMethod().getName();
            String rule = name.replaceFirst("^store(\\d+)_.*$", "STORE-$1");
            LookAt lookAt = context.getRequiredTestMethod().getAnnotation(LookAt.class);
            String where = lookAt == null ? "" : " Look at " + lookAt.value();
            throw new AssertionError(rule + " is broken." + where + "\n" + failure.getMessage(), failure);
        }
    }
}
