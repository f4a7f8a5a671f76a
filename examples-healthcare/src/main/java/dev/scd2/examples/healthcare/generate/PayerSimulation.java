package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTransaction;
import dev.scd2.examples.healthcare.oltp.TransactionSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Three simulated years of a payer and half a year of run-out, as a pure function of preset and seed.
 *
 * <pre>{@code
 * PayerSimulation payer = PayerSimulation.of(Preset.parse("default"), 42);
 * OltpSchema.create(connection);
 * OltpWriter.write(connection, payer, transaction -> {});
 * payer.writeLedger(directory);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class PayerSimulation implements TransactionSource {
    /** A member who exists in every preset, whose coverage and address are rewritten late: a premium was not paid. */
    public static final String STORY_MEMBER = "M9000001";
    /** Raised whenever equal preset and seed yield other transactions than before. */
    private static final int MODEL = 1;

    private final Preset preset;
    private final long seed;

    private PayerSimulation(Preset preset, long seed) {
        this.preset = preset;
        this.seed = seed;
    }

    /** Returns the simulation of that size and seed. */
    public static PayerSimulation of(Preset preset, long seed) {
        return new PayerSimulation(preset, seed);
    }

    @Override
    public String identity() {
        return String.format(Locale.ROOT, "payer model %d, preset %s, seed %d", MODEL, preset.label(), seed);
    }

    @Override
    public Stream<OltpTransaction> transactions() {
        return stream(new Simulation(preset, seed, Ledger.NONE));
    }

    /**
     * Runs the simulation and writes its ledger into a directory, which is created if it is missing; files of an earlier
     * ledger are replaced. Read them with {@link LedgerAnswers}.
     *
     * @throws IOException if a file cannot be written
     */
    public void writeLedger(Path directory) throws IOException {
        try (LedgerFiles files = LedgerFiles.create(directory)) {
            new Simulation(preset, seed, files).forEachRemaining(transaction -> {});
        }
    }

    private static Stream<OltpTransaction> stream(Iterator<OltpTransaction> transactions) {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(transactions, traits), false);
    }
}
