package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a history can do without: whole batches first, then single changes and listings, then listed rows. Stateless. */
final class Shrinking {
    private Shrinking() {}

    /** Returns every history that lacks one thing of this one, the largest things first. */
    static List<History> of(History history) {
        List<History> smaller = new ArrayList<>();
        int batches = history.all().size();
        for (int i = 0; i < batches; i++) {
            smaller.add(history.replaced(i, List.of()));
        }
        for (int i = 0; i < batches; i++) {
            Batch batch = history.all().get(i);
            for (Batch fewer : fewerChanges(batch)) {
                smaller.add(history.replaced(i, List.of(fewer)));
            }
        }
        for (int i = 0; i < batches; i++) {
            Batch batch = history.all().get(i);
            for (Snapshot fewer : batch.snapshot().map(Shrinking::fewerRows).orElse(List.of())) {
                smaller.add(history.replaced(i, List.of(batch(batch, batch.changes(), fewer))));
            }
        }
        return smaller;
    }

    private static List<Batch> fewerChanges(Batch batch) {
        List<Batch> smaller = new ArrayList<>();
        Snapshot snapshot = batch.snapshot().orElse(null);
        if (snapshot != null && !batch.changes().isEmpty()) {
            smaller.add(batch(batch, batch.changes(), null));
        }
        for (int i = 0; i < batch.changes().size(); i++) {
            List<Change> fewer = new ArrayList<>(batch.changes());
            fewer.remove(i);
            smaller.add(batch(batch, fewer, snapshot));
        }
        return smaller;
    }

    private static Batch batch(Batch like, List<Change> changes, @Nullable Snapshot snapshot) {
        Batch.Builder builder = Batch.builder().changes(changes).loadId(like.loadId());
        like.systemTime().ifPresent(builder::systemTime);
        if (snapshot != null) {
            builder.snapshot(snapshot);
        }
        return builder.build();
    }

    private static List<Snapshot> fewerRows(Snapshot listing) {
        List<Snapshot> smaller = new ArrayList<>();
        for (int i = 0; i < listing.rows().size(); i++) {
            List<Map<String, ? extends @Nullable Object>> rows = new ArrayList<>(listing.rows());
            rows.remove(i);
            smaller.add(with(listing, rows, listing.spans()));
        }
        List<Span> all = listing.spans();
        for (int i = 0; all != null && i < all.size(); i++) {
            List<Span> spans = new ArrayList<>(all);
            spans.remove(i);
            smaller.add(with(listing, listing.rows(), spans));
        }
        return smaller;
    }

    private static Snapshot with(
            Snapshot listing,
            List<? extends Map<String, ? extends @Nullable Object>> rows,
            @Nullable List<Span> spans) {
        return new Snapshot(
                listing.at(), listing.sequence(), rows, spans, listing.unsaid(), listing.scope(), listing.systemTime());
    }
}
