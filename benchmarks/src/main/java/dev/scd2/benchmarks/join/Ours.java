package dev.scd2.benchmarks.join;

import dev.scd2.benchmarks.Machine;
import dev.scd2.engine.join.KeyColumn;
import dev.scd2.engine.join.Matches;
import dev.scd2.engine.join.VersionIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Our join of facts with one or more dimensions, the indexes built anew each time. */
final class Ours {
    private final List<JoinData> data;
    private final List<KeyColumn> versionKeys = new ArrayList<>();
    private final List<KeyColumn> factKeys = new ArrayList<>();
    private final List<Matches> matches = new ArrayList<>();
    private final int facts;

    private double buildMillis;
    private double bytesOfVersion;
    private double allocatedOfFact;

    Ours(List<JoinData> data) {
        this.data = data;
        facts = data.get(0).times.length;
        for (JoinData one : data) {
            versionKeys.add(one.versionColumn());
            factKeys.add(one.factColumn());
            matches.add(Matches.of(facts));
        }
    }

    Answer join(Threads threads) throws Exception {
        long begun = System.nanoTime();
        List<VersionIndex> indexes = new ArrayList<>();
        long bytes = 0;
        long versions = 0;
        for (int d = 0; d < data.size(); d++) {
            VersionIndex index = VersionIndex.builder()
                    .threads(threads.count())
                    .build(versionKeys.get(d), data.get(d).validFrom, data.get(d).validTo);
            indexes.add(index);
            bytes += index.bytes();
            versions += data.get(d).versionKeys.length;
        }
        buildMillis = (System.nanoTime() - begun) / 1e6;
        bytesOfVersion = (double) bytes / versions;
        AtomicLong allocated = new AtomicLong();
        Answer answer = threads.split(facts, (from, to) -> {
            long before = Machine.allocatedBytes();
            Answer part = Answer.NONE;
            for (int d = 0; d < indexes.size(); d++) {
                indexes.get(d).join(factKeys.get(d), data.get(0).times, from, to, matches.get(d));
                part = part.plus(sum(matches.get(d), from, to));
            }
            allocated.addAndGet(Machine.allocatedBytes() - before);
            return part;
        });
        allocatedOfFact = (double) allocated.get() / facts;
        return answer;
    }

    static Answer sum(Matches met, int from, int to) {
        long matched = 0;
        long sum = 0;
        for (int i = from; i < to; i++) {
            int version = met.version(i);
            if (version != Matches.NO_VERSION) {
                matched++;
                sum += version;
            }
        }
        return new Answer(matched, sum);
    }

    /** How long the last join took to build its indexes. */
    double buildMillis() {
        return buildMillis;
    }

    /** What the indexes of the last join hold for each version. */
    double bytesOfVersion() {
        return bytesOfVersion;
    }

    /** What the last join allocated for each fact, the scratch space of its threads included. */
    double allocatedOfFact() {
        return allocatedOfFact;
    }
}
