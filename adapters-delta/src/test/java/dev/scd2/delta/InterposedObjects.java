package dev.scd2.delta;

import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakeObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/** Objects before each change of which a test does something. */
final class InterposedObjects implements LakeObjects {
    private final LakeObjects objects;
    private final Before before;

    InterposedObjects(LakeObjects objects, Before before) {
        this.objects = objects;
        this.before = before;
    }

    /** What is done before an object is written or removed. */
    interface Before {
        void change(String key);
    }

    @Override
    public LakeLocation location() {
        return objects.location();
    }

    @Override
    public void createIfMissing() {
        objects.createIfMissing();
    }

    @Override
    public SortedMap<String, Long> list(String prefix) {
        return objects.list(prefix);
    }

    @Override
    public boolean putIfAbsent(String key, Path content) throws IOException {
        before.change(key);
        return objects.putIfAbsent(key, content);
    }

    @Override
    public boolean get(String key, Path target) throws IOException {
        return objects.get(key, target);
    }

    @Override
    public void delete(String key) {
        before.change(key);
        objects.delete(key);
    }

    @Override
    public void close() {
        objects.close();
    }
}
