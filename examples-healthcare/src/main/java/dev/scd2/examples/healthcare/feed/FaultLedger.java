package dev.scd2.examples.healthcare.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The faults that were put into the feed, by topic, kept in a file over restarts.
 *
 * <p>It is written after a batch was sent. A kill between the two leaves that batch out here although it was sent, and its
 * changes come again: then a topic holds more than the ledger says, by at most a batch per kill, and never less.
 *
 * <p>Confined to one thread.
 */
public final class FaultLedger {
    private static final String HEADER = "topic,changes,redelivered,delayed,poison";

    private final Path file;
    private final TreeMap<String, FaultCounts> topics = new TreeMap<>();

    private FaultLedger(Path file) {
        this.file = file;
    }

    /** Opens the ledger in this file, which is made with the first batch. */
    public static FaultLedger in(Path file) {
        FaultLedger ledger = new FaultLedger(file);
        if (Files.exists(file)) {
            try {
                List<String> lines = Files.readAllLines(file);
                lines.subList(1, lines.size()).forEach(ledger::read);
            } catch (IOException e) {
                throw new UncheckedIOException("The ledger of faults cannot be read: " + file, e);
            }
        }
        return ledger;
    }

    /** Returns the counts by topic, in the order of their names. */
    public Map<String, FaultCounts> topics() {
        return Map.copyOf(topics);
    }

    /** Returns the counts of all topics together. */
    public FaultCounts total() {
        return topics.values().stream().reduce(FaultCounts.NONE, FaultCounts::plus);
    }

    void add(String topic, FaultCounts counts) {
        topics.merge(topic, counts, FaultCounts::plus);
    }

    /** Replaces the file in one step. */
    void save() {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        topics.forEach((topic, counts) -> lines.add(topic + "," + counts.changes() + "," + counts.redelivered() + ","
                + counts.delayed() + "," + counts.poison()));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger of faults cannot be written: " + file, e);
        }
    }

    private void read(String line) {
        String[] cells = line.split(",", -1);
        topics.put(
                cells[0],
                new FaultCounts(
                        Long.parseLong(cells[1]),
                        Long.parseLong(cells[2]),
                        Long.parseLong(cells[3]),
                        Long.parseLong(cells[4])));
    }
}
