package dev.scd2.lake;

import java.util.List;

/**
 * What an expiry did, or would do. Immutable.
 *
 * @param removed  the keys of the files that went
 * @param kept  old files that stayed, each with the reason
 */
public record ExpiryResult(List<String> removed, List<Kept> kept) {
    public ExpiryResult {
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /**
     * An old file that stayed. Immutable.
     *
     * @param key  its name
     * @param why  in words
     */
    public record Kept(String key, String why) {}
}
