package dev.scd2.lake;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The files of a lake at one moment, by entity, partition and offset. Immutable.
 *
 * @param all  every file with its bytes
 * @param counted  those that count: not within the range of a wider one
 * @param covered  the others, with the one that covers each
 */
record Listing(Map<LakeFile, Long> all, Map<LakeFile, Long> counted, Map<LakeFile, LakeFile> covered) {
    /** Of two that begin alike the wider comes first, so that what covers comes before what it covers. */
    static final Comparator<LakeFile> ORDER = Comparator.comparing(LakeFile::entity)
            .thenComparing(LakeFile::partition)
            .thenComparing(LakeFile::first)
            .thenComparing(LakeFile::last, Comparator.reverseOrder())
            .thenComparing(LakeFile::date);

    private static final int MOST_LOOKS = 100;

    /**
     * Looks at the files of a lake.
     *
     * @throws LakeException if files overlap of which neither covers the other
     */
    static Listing of(Bucket bucket) {
        return of(stable(bucket, LakeFile.ROOT), (file, other) -> {
            throw new LakeException("The file " + file.key() + " in " + bucket.location()
                    + " overlaps the one before it: two programs wrote this topic at once."
                    + " Remove the later of the two files, and let only one program write.");
        });
    }

    /**
     * Looks until two looks in a row show the same. A single one could miss an object that was replaced by another on the
     * way, with the other one too, which lies in a part that was read before.
     */
    static List<StoredObject> stable(Bucket bucket, String prefix) {
        Map<String, Long> before = byKey(bucket.list(prefix));
        for (int i = 0; i < MOST_LOOKS; i++) {
            List<StoredObject> objects = bucket.list(prefix);
            Map<String, Long> now = byKey(objects);
            if (now.equals(before)) {
                return objects;
            }
            before = now;
        }
        throw new LakeException("The objects of " + bucket.location() + " changed each time that they were listed, "
                + MOST_LOOKS + " times. Is a program writing very small files without end?");
    }

    private static Map<String, Long> byKey(List<StoredObject> objects) {
        Map<String, Long> byKey = new HashMap<>();
        objects.forEach(object -> byKey.put(object.key(), object.bytes()));
        return byKey;
    }

    /**
     * Sorts objects out.
     *
     * @param crossing  is given each file that overlaps one before it of which neither covers the other
     */
    static Listing of(List<StoredObject> objects, BiConsumer<LakeFile, LakeFile> crossing) {
        Map<LakeFile, Long> all = new TreeMap<>(ORDER);
        objects.forEach(object -> LakeFile.named(object.key()).ifPresent(file -> all.put(file, object.bytes())));
        Map<LakeFile, Long> counted = new TreeMap<>(ORDER);
        Map<LakeFile, LakeFile> covered = new TreeMap<>(ORDER);
        LakeFile widest = null;
        for (Map.Entry<LakeFile, Long> entry : all.entrySet()) {
            LakeFile file = entry.getKey();
            if (widest != null && widest.covers(file)) {
                covered.put(file, widest);
                continue;
            }
            if (widest != null && widest.overlaps(file)) {
                crossing.accept(file, widest);
            }
            counted.put(file, entry.getValue());
            widest = file;
        }
        return new Listing(all, counted, covered);
    }
}
