package dev.scd2.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds of one stream, and what it left. */
record Measurement(Arrival arrival, long changes, int keys, long versions, List<Round> rounds) {
    private double quantile(double q, ToDoubleFunction<Round> of) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-12s %9s %7s %9s %12s %21s %16s",
                "stream",
                "changes",
                "keys",
                "versions",
                "changes/s",
                "slowest..fastest",
                "per CPU second");
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-12s %,9d %,7d %,9d %,12.0f %,9.0f ..%,10.0f %,16.0f",
                arrival.label(),
                changes,
                keys,
                versions,
                quantile(0.5, round -> round.perSecond(changes)),
                quantile(0, round -> round.perSecond(changes)),
                quantile(1, round -> round.perSecond(changes)),
                quantile(0.5, round -> round.perCpuSecond(changes)));
    }

    String json(Machine machine) {
        return String.format(
                Locale.ROOT,
                "{\"benchmark\":\"apply\",\"stream\":\"%s\",\"changes\":%d,\"keys\":%d,\"versions\":%d,\"rounds\":%d,"
                        + "\"changes_per_second\":%.0f,\"slowest\":%.0f,\"fastest\":%.0f,"
                        + "\"changes_per_cpu_second\":%.0f,%s}",
                arrival.label(),
                changes,
                keys,
                versions,
                rounds.size(),
                quantile(0.5, round -> round.perSecond(changes)),
                quantile(0, round -> round.perSecond(changes)),
                quantile(1, round -> round.perSecond(changes)),
                quantile(0.5, round -> round.perCpuSecond(changes)),
                machine.json());
    }
}
