package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.List;

/**
 * Random numbers for one purpose: SplitMix64 from a seed that is a hash of (seed, entity, id, purpose), so that a draw
 * added for another purpose shifts nothing here. Confined to one thread.
 */
final class Draw {
    private long state;

    private Draw(long state) {
        this.state = state;
    }

    static Draw of(long seed, String entity, String id, String purpose) {
        long hash = mix(seed + 0x9E3779B97F4A7C15L);
        hash = mix(hash ^ text(entity));
        hash = mix(hash ^ text(id));
        return new Draw(mix(hash ^ text(purpose)));
    }

    private static long text(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** From 0 inclusive to 1 exclusive. */
    double unit() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    /** Both bounds inclusive. */
    int between(int least, int greatest) {
        return least + (int) (unit() * (greatest - least + 1));
    }

    double between(double least, double greatest) {
        return least + unit() * (greatest - least);
    }

    LocalDate within(LocalDate first, int days) {
        return first.plusDays(between(0, days - 1));
    }

    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * StrictMath.PI * unit());
    }

    double lognormal(double mu, double sigma) {
        return StrictMath.exp(mu + sigma * gaussian());
    }

    double exponential(double mean) {
        return -mean * StrictMath.log(1 - unit());
    }

    int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = unit(); product > limit; product *= unit()) {
            count++;
        }
        return count;
    }

    <T> T pick(List<T> choices) {
        return choices.get(between(0, choices.size() - 1));
    }

    /** Picks by weights in percent or any other unit. */
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double at = unit() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
