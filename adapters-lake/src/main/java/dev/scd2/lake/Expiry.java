package dev.scd2.lake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes old files: what is given up is written down, then it goes. Confined to one thread. */
final class Expiry {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Bucket bucket;
    private final Path cache;
    private final List<ExpiryResult.Kept> kept = new ArrayList<>();

    Expiry(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    ExpiryResult plan(LocalDate before, @Nullable Connection loaded, Lake.Keep keep) {
        Chosen chosen = choose(Listing.of(bucket), Manifests.read(bucket, cache), before, loaded, keep);
        List<String> keys = new ArrayList<>();
        chosen.covered.forEach(file -> keys.add(file.key()));
        chosen.counted.keySet().forEach(file -> keys.add(file.key()));
        return new ExpiryResult(keys, kept);
    }

    ExpiryResult run(LocalDate before, @Nullable Connection loaded, Lake.Keep keep) {
        Manifests manifests = Manifests.read(bucket, cache);
        Listing listing = Listing.of(bucket);
        List<String> removed = new ArrayList<>();
        listing.all().keySet().stream().filter(manifests::isDropped).forEach(file -> remove(file, removed));
        if (!removed.isEmpty()) {
            listing = Listing.of(bucket);
        }
        Chosen chosen = choose(listing, manifests, before, loaded, keep);
        if (!chosen.counted.isEmpty()) {
            List<OffsetRange> dropped = new ArrayList<>();
            chosen.counted.forEach((file, entry) ->
                    dropped.add(new OffsetRange(file.entity(), file.partition(), entry.from(), file.last())));
            Manifests.write(bucket, new LakeManifest(List.of(), dropped), cache);
        }
        chosen.covered.forEach(file -> remove(file, removed));
        chosen.counted.keySet().forEach(file -> remove(file, removed));
        return new ExpiryResult(removed, kept);
    }

    private void remove(LakeFile file, List<String> removed) {
        bucket.delete(file.key());
        removed.add(file.key());
    }

    private Chosen choose(
            Listing listing, Manifests manifests, LocalDate before, @Nullable Connection loaded, Lake.Keep keep) {
        long edge = before.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * MICROS_PER_SECOND;
        List<LakeFile> covered = listing.covered().entrySet().stream()
                .filter(pair -> entry(pair.getKey(), manifests)
                        .filter(entry -> isOld(entry, edge))
                        .isPresent())
                .filter(pair -> FileContent.of(bucket, pair.getValue(), cache)
                        .filter(content -> content.isAsNamed(pair.getValue()))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
        Map<LakeFile, ManifestEntry> chosen = new LinkedHashMap<>();
        List<LakeFile> counted = List.copyOf(listing.counted().keySet());
        for (int i = 0; i < counted.size(); i++) {
            LakeFile file = counted.get(i);
            ManifestEntry entry = entry(file, manifests).orElse(null);
            if (entry == null || !isOld(entry, edge)) {
                continue;
            }
            if (i + 1 == counted.size() || !counted.get(i + 1).sharesPartition(file)) {
                keep(file, "it is the last of its partition, and says where writing goes on");
            } else if (loaded == null || !isLoaded(file, loaded)) {
                keep(file, "it is not loaded");
            } else {
                chosen.put(file, entry);
            }
        }
        if (keep == Lake.Keep.NEWEST_ROWS && !chosen.isEmpty()) {
            new NewestRows(bucket, cache).among(counted, chosen.keySet()).forEach((file, why) -> {
                chosen.remove(file);
                keep(file, why);
            });
        }
        return new Chosen(covered, chosen);
    }

    private void keep(LakeFile file, String why) {
        kept.add(new ExpiryResult.Kept(file.key(), why));
    }

    /** A file in no manifest is read: only its rows know how old they are. */
    private Optional<ManifestEntry> entry(LakeFile file, Manifests manifests) {
        ManifestEntry entry = manifests.entries().get(file);
        return entry != null
                ? Optional.of(entry)
                : FileContent.of(bucket, file, cache).map(content -> content.entry(file, file.first()));
    }

    private static boolean isOld(ManifestEntry entry, long edge) {
        return entry.latestMicros() != null && Objects.requireNonNull(entry.latestMicros()) < edge;
    }

    private boolean isLoaded(LakeFile file, Connection loaded) {
        try {
            LoadedFiles files = new LoadedFiles(loaded);
            files.createTables();
            return files.share(file, bucket.location()) == LoadedFiles.Share.ALL;
        } catch (SQLException e) {
            throw new LakeException("The database cannot be asked what is loaded: " + e.getMessage(), e);
        }
    }

    private record Chosen(List<LakeFile> covered, Map<LakeFile, ManifestEntry> counted) {}
}
