package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTransaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of everything that a stream of transactions says. */
final class StreamDigest {
    private StreamDigest() {}

    static String of(PayerSimulation simulation) {
        MessageDigest digest = sha256();
        simulation.transactions().forEach(transaction -> digest.update(text(transaction)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] text(OltpTransaction transaction) {
        return transaction.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
