package dev.scd2.lake;

import dev.scd2.lake.LakeFinding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look at all that a lake holds. Confined to one thread. */
final class LakeCheck {
    private final Bucket bucket;
    private final Path cache;
    private final List<LakeFinding> findings = new ArrayList<>();
    private int withoutManifest;
    private long rows;

    LakeCheck(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /** What is missing may only have been on its way: then everything is looked at once more. */
    LakeVerification run() {
        LakeVerification first = look();
        boolean onItsWay = first.findings().stream()
                .anyMatch(finding -> finding.kind() == Kind.MISSING || finding.kind() == Kind.GAP);
        return onItsWay ? new LakeCheck(bucket, cache).look() : first;
    }

    private LakeVerification look() {
        Manifests manifests = Manifests.read(
                bucket,
                cache,
                untrusted -> find(Kind.UNREADABLE, LakeManifest.ROOT, String.valueOf(untrusted.getMessage())));
        // The files after the manifests that tell of them: else a new one would look lost.
        Listing listing = Listing.of(
                Listing.stable(bucket, LakeFile.ROOT),
                (file, other) -> find(Kind.OVERLAP, file.key(), "it begins within " + other.key()));
        LakeFile before = null;
        for (LakeFile file : listing.counted().keySet()) {
            ManifestEntry entry = manifests.entries().get(file);
            withoutManifest += entry == null ? 1 : 0;
            content(file, entry);
            gap(before != null && before.sharesPartition(file) ? before : null, file, entry, manifests);
            before = file;
        }
        missing(listing, manifests);
        manifests
                .disagreed()
                .forEach(file -> find(Kind.CHANGED, file.key(), "two manifests say different things of it"));
        return new LakeVerification(
                listing.counted().size(),
                rows,
                withoutManifest,
                listing.covered().size(),
                findings);
    }

    private void find(Kind kind, String key, String message) {
        findings.add(new LakeFinding(kind, key, message));
    }

    private void content(LakeFile file, @Nullable ManifestEntry entry) {
        Optional<FileContent> read;
        try {
            read = FileContent.of(bucket, file, cache);
        } catch (LakeException unreadable) {
            find(Kind.UNREADABLE, file.key(), String.valueOf(unreadable.getMessage()));
            return;
        }
        if (read.isEmpty()) {
            return; // replaced since it was listed
        }
        FileContent content = read.get();
        rows += content.rows();
        if (!content.isAsNamed(file)) {
            find(
                    Kind.MISNAMED,
                    file.key(),
                    "it holds " + content.rows() + " rows, from offset " + content.first() + " to " + content.last()
                            + (content.rising() ? "" : ", not rising")
                            + (content.onePartition() == file.partition() ? "" : ", of another partition or several"));
        }
        if (entry != null && !content.sha256().equals(entry.sha256())) {
            find(Kind.CHANGED, file.key(), "its SHA-256 is another than its manifest says");
        } else if (entry != null && content.rows() != entry.rows()) {
            find(
                    Kind.CHANGED,
                    file.key(),
                    "it has " + content.rows() + " rows, and " + entry.rows() + " by its manifest");
        }
    }

    /** Offsets that the topic did not have are no gap: the writer says from where on it took all there was. */
    private void gap(@Nullable LakeFile before, LakeFile file, @Nullable ManifestEntry entry, Manifests manifests) {
        if (before == null && entry == null) {
            return;
        }
        long from = before == null ? 0 : before.last() + 1;
        long to = entry == null ? file.first() : entry.from();
        List<OffsetRange> given = manifests.dropped().stream()
                .filter(range -> range.entity().equals(file.entity()) && range.partition() == file.partition())
                .sorted(Comparator.comparing(OffsetRange::first))
                .toList();
        for (OffsetRange range : given) {
            if (range.first() > from) {
                break;
            }
            from = Math.max(from, range.last() + 1);
        }
        if (from < to) {
            find(Kind.GAP, file.key(), "no file holds the offsets " + from + " to " + (to - 1) + " before it");
        }
    }

    private void missing(Listing listing, Manifests manifests) {
        manifests.entries().keySet().stream()
                .filter(file -> !listing.all().containsKey(file) && !manifests.isDropped(file))
                .filter(file -> listing.counted().keySet().stream().noneMatch(wide -> wide.covers(file)))
                .sorted(Listing.ORDER)
                .forEach(file -> find(Kind.MISSING, file.key(), "a manifest tells of it, and it is not there"));
    }
}
