package dev.scd2.examples.healthcare.oltp;

/** Is told of each transaction as soon as it is committed, on the writing thread. */
@FunctionalInterface
public interface ProgressListener {

    /** Called after the commit of {@code transaction}; an exception thrown here stops the writer. */
    void committed(OltpTransaction transaction);
}
