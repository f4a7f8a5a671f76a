package dev.scd2.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the columns of files are called in the table, and which names look alike. Immutable. */
final class ColumnNaming {
    private final Reading reading;
    private final Set<String> known;

    ColumnNaming(Reading reading, Collection<String> known) {
        this.reading = reading;
        this.known = new LinkedHashSet<>(known);
        this.known.addAll(reading.renames().values());
        this.known.addAll(reading.unsaid());
    }

    /** Returns what the column that a file calls {@code header} is called in the table. */
    String nameOf(String header) {
        String name = header;
        for (Map.Entry<String, String> rename : reading.renames().entrySet()) {
            if (reading.isSame(header, rename.getKey())) {
                name = rename.getValue();
            }
        }
        if (known.contains(name)) {
            return name;
        }
        for (String candidate : known) {
            if (reading.isSame(name, candidate)) {
                return candidate;
            }
        }
        return name;
    }

    /** Returns those of {@code candidates} that a person could mean by {@code name}, the likeliest first. */
    static List<String> similar(String name, Collection<String> candidates) {
        List<String> similar = new ArrayList<>();
        String folded = fold(name);
        int reach = Math.max(2, folded.length() / 3);
        for (int wanted = 0; wanted <= reach; wanted++) {
            for (String candidate : candidates) {
                String other = fold(candidate);
                boolean contained =
                        folded.length() > 3 && other.length() > 3 && (other.contains(folded) || folded.contains(other));
                int distance = contained ? Math.min(1, distance(folded, other)) : distance(folded, other);
                if (distance == wanted && distance < Math.max(folded.length(), other.length())) {
                    similar.add(candidate);
                }
            }
        }
        return similar.subList(0, Math.min(3, similar.size()));
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
    }

    /** Edit distance: insertions, deletions and replacements of single letters. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
