package dev.scd2.examples.healthcare.oltp;

import java.util.stream.Stream;

/** A stream of transactions that can be read again from its start and is then the same. Thread-safe. */
public interface TransactionSource {

    /** Returns what the stream is made of, such as preset and seed: equal identities give equal transactions. */
    String identity();

    /** Returns a new run of the stream, sequential and in order. */
    Stream<OltpTransaction> transactions();
}
