package dev.scd2.cli;

import dev.scd2.change.Snapshot;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at keys that do not match for a form in which they would. Stateless. */
final class BrakeHint {
    private BrakeHint() {}

    /** Returns what to add to the refusal of {@code snapshot}; empty if no form of the keys explains it. */
    static String of(DimensionStore store, Snapshot snapshot) {
        Dimension dimension = store.dimension();
        Set<Key> held = new HashSet<>();
        store.asOf(snapshot.at(), version -> held.add(version.key()));
        Set<Key> listed = new HashSet<>();
        for (Map<String, ? extends @Nullable Object> row : snapshot.rows()) {
            if (dimension.naturalKey().stream().noneMatch(column -> row.get(column.name()) == null)) {
                listed.add(dimension.key(row));
            }
        }
        Set<Key> missing = new HashSet<>(held);
        missing.removeAll(listed);
        List<String> here = new ArrayList<>();
        List<String> anew = new ArrayList<>();
        for (KeyForm form : KeyForm.values()) {
            if (explains(form, missing, listed)) {
                boolean heldSo = held.stream().allMatch(key -> formed(key, form).equals(key));
                (heldSo ? here : anew).add(Words.of(form));
            }
        }
        if (here.isEmpty() && anew.isEmpty()) {
            return "";
        }
        String go = here.isEmpty() ? "" : " Add --normalize-key " + here.get(0) + " to go on with this table.";
        String fresh = anew.isEmpty()
                ? ""
                : (go.isEmpty() ? " Use" : " Or use") + " --normalize-key " + anew.get(0) + " with a new table.";
        return " The missing keys are there in another form (case or blanks)." + go + fresh;
    }

    private static boolean explains(KeyForm form, Set<Key> missing, Set<Key> listed) {
        Set<Key> formed = new HashSet<>();
        listed.forEach(key -> formed.add(formed(key, form)));
        long found = missing.stream()
                .filter(key -> formed.contains(formed(key, form)))
                .count();
        return found * 2 > missing.size();
    }

    /** Returns {@code key} with its text parts in {@code form}. */
    static Key formed(Key key, KeyForm form) {
        Object[] parts = key.parts().toArray();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i] instanceof String text ? form.of(text) : parts[i];
        }
        return Key.of(parts);
    }
}
