package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall be held of a key.
 *
 * @param timeline the latest belief
 * @param beliefs all beliefs, where system time is that of the source; else empty
 * @param added rows of evidence to be remembered
 * @param superseded rows of evidence to be forgotten
 * @param rejections what lost a conflict or came too late
 * @param kept all statements that count
 * @param accepted how many statements were new
 * @param replayed how many were known
 * @param erasedBelow the sequence below which personal columns are erased, if they are
 * @param newlyErased whether that is so only now
 */
public record KeyOutcome(
        Timeline timeline,
        List<Belief> beliefs,
        List<Evidence> added,
        List<Evidence> superseded,
        List<Rejection> rejections,
        List<Evidence> kept,
        long accepted,
        long replayed,
        @Nullable Sequence erasedBelow,
        boolean newlyErased) {}
