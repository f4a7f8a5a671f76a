package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes one file of several, in steps each of which can be the last: the plan is written down; the wide file; its manifest;
 * only then the others go. Whoever finds a plan whose files are not gone ends it. Confined to one thread.
 */
final class Compaction {
    /** So many manifests are few enough to be left. */
    private static final int FEW_MANIFESTS = 16;

    private final Bucket bucket;
    private final Path cache;
    private int written;
    private int replaced;
    private long rows;

    Compaction(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    CompactionResult run(long maxBytes) {
        CompactionTurns turns = CompactionTurns.read(bucket, cache);
        for (CompactionPlan begun : turns.last()) {
            if (!left(begun).isEmpty()) {
                finish(begun);
            }
        }
        Listing listing = Listing.of(bucket);
        for (List<LakeFile> neighbours : neighbours(listing.counted(), Manifests.read(bucket, cache), maxBytes)) {
            finish(turns.take(neighbours));
        }
        Manifests manifests = Manifests.read(bucket, cache);
        if (manifests.keys().size() > FEW_MANIFESTS) {
            manifests.fold(bucket, Listing.of(bucket), cache);
        }
        return new CompactionResult(written, replaced, rows);
    }

    /**
     * Chooses neighbours. Between them lies no offset that was removed on purpose or lost, or may have been: a wide file
     * would say that it has them.
     */
    private static List<List<LakeFile>> neighbours(Map<LakeFile, Long> counted, Manifests manifests, long maxBytes) {
        List<List<LakeFile>> all = new ArrayList<>();
        List<LakeFile> run = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<LakeFile, Long> next : counted.entrySet()) {
            LakeFile file = next.getKey();
            ManifestEntry entry = manifests.entries().get(file);
            LakeFile before = run.isEmpty() ? null : run.get(run.size() - 1);
            boolean joins = before != null
                    && before.sharesPartition(file)
                    && before.date().equals(file.date())
                    && (entry == null ? file.first() : entry.from()) <= before.last() + 1
                    && bytes + next.getValue() <= maxBytes;
            if (!joins) {
                end(run, all);
                bytes = 0;
            }
            run.add(file);
            bytes += next.getValue();
        }
        end(run, all);
        return all;
    }

    private static void end(List<LakeFile> run, List<List<LakeFile>> all) {
        if (run.size() > 1) {
            all.add(List.copyOf(run));
        }
        run.clear();
    }

    private void finish(CompactionPlan plan) {
        Manifests manifests = Manifests.read(bucket, cache);
        ManifestEntry wide = manifests.entries().get(plan.wide());
        if (wide == null) {
            wide = write(plan, manifests);
            Manifests.write(bucket, new LakeManifest(List.of(wide), List.of()), cache);
        }
        List<LakeFile> left = left(plan);
        if (left.isEmpty()) {
            throw CompactionTurns.taken(plan, bucket.location());
        }
        left.forEach(source -> bucket.delete(source.key()));
        written++;
        replaced += plan.sources().size();
        rows += wide.rows();
    }

    /** Returns its files that are still there; where there is none it is done. */
    private List<LakeFile> left(CompactionPlan plan) {
        String wide = plan.wide().key();
        Set<String> there = bucket.list(wide.substring(0, wide.lastIndexOf('/') + 1)).stream()
                .map(StoredObject::key)
                .collect(Collectors.toSet());
        return plan.sources().stream()
                .filter(source -> there.contains(source.key()))
                .toList();
    }

    private ManifestEntry write(CompactionPlan plan, Manifests manifests) {
        Path local = temporary("compacting");
        try (ParquetRows target = new ParquetRows(local)) {
            for (LakeFile source : plan.sources()) {
                copy(source, target, manifests);
            }
            target.close();
            if (!target.named(plan.wide().entity()).equals(plan.wide())) {
                throw new LakeException("The files of " + plan.wide().key() + " in " + bucket.location()
                        + " hold other offsets than their names say. See what verifying says; none was removed.");
            }
            put(plan.wide(), local);
            LakeFile first = plan.sources().get(0);
            ManifestEntry entry = manifests.entries().get(first);
            return FileContent.of(local).entry(plan.wide(), entry == null ? first.first() : entry.from());
        } catch (IOException e) {
            throw new LakeException(
                    "The file " + plan.wide().key() + " cannot be put together in " + cache + ": " + e.getMessage()
                            + ". Is there space left?",
                    e);
        } finally {
            local.toFile().delete();
        }
    }

    private void copy(LakeFile source, ParquetRows target, Manifests manifests) throws IOException {
        Path copy = temporary("compacted");
        try {
            if (bucket.get(source.key(), copy).isEmpty()) {
                throw new LakeException("The file " + source.key() + " in " + bucket.location()
                        + " went before it was put together with others. Is another program compacting or removing? Nothing"
                        + " is lost by that. Run one at a time.");
            }
            manifests.requireSame(source, copy, bucket.location());
            if (!FileContent.of(copy).isAsNamed(source)) {
                throw new LakeException("The file " + source.key() + " in " + bucket.location()
                        + " holds other rows than its name says. See what verifying says; none was removed.");
            }
            ParquetContent.read(copy, target::write);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Returns a name in the cache that no other program has, and no file. */
    private Path temporary(String what) {
        return cache.resolve(what + "-" + UUID.randomUUID() + ".parquet");
    }

    /** A killed run of another release may have written the same rows as other bytes. */
    private void put(LakeFile wide, Path local) throws IOException {
        Path there = temporary("there");
        try {
            if (bucket.get(wide.key(), there).isEmpty()) {
                bucket.put(wide.key(), local);
            } else if (Files.mismatch(local, there) >= 0) {
                if (!RowDigest.of(local).equals(RowDigest.of(there))) {
                    throw DirectoryBucket.otherContent(wide.key(), bucket.location());
                }
                Files.copy(there, local, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(there);
        }
    }
}
