package dev.scd2.benchmarks.join;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The join as people write it by hand: a map from each key to a sorted map from each start to the version. */
final class JavaMaps {
    private JavaMaps() {}

    static Answer join(JoinData data, Object[] versionKeys, Object[] factKeys, Threads threads) throws Exception {
        Map<Object, TreeMap<Long, Integer>> versions = new HashMap<>();
        for (int i = 0; i < versionKeys.length; i++) {
            versions.computeIfAbsent(versionKeys[i], key -> new TreeMap<>()).put(data.validFrom[i], i);
        }
        return threads.split(factKeys.length, (from, to) -> {
            long matched = 0;
            long sum = 0;
            for (int i = from; i < to; i++) {
                TreeMap<Long, Integer> ofKey = versions.get(factKeys[i]);
                Map.Entry<Long, Integer> last = ofKey == null ? null : ofKey.floorEntry(data.times[i]);
                if (last != null && data.times[i] < data.validTo[last.getValue()]) {
                    matched++;
                    sum += last.getValue();
                }
            }
            return new Answer(matched, sum);
        });
    }
}
