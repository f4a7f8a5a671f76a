package dev.scd2.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of files become those of the table. Immutable.
 *
 * @param keyForms what is done to the text parts of keys, in order
 * @param renames columns of files by the name that they have in the table
 * @param headerCase whether the case of headers counts
 * @param unsaid kept columns that a file may lack
 * @param ignored columns that are not kept
 * @param validFrom the column with the time from which a row holds
 * @param sequence the column with the order in which rows were said
 * @param operation the column that says insert, update or delete
 */
record Reading(
        List<KeyForm> keyForms,
        Map<String, String> renames,
        HeaderCase headerCase,
        Set<String> unsaid,
        Set<String> ignored,
        @Nullable String validFrom,
        @Nullable String sequence,
        @Nullable String operation) {
    /** Whether the case of headers counts. */
    enum HeaderCase {
        /** It does. */
        EXACT,
        /** It does not. */
        IGNORED
    }

    Reading {
        keyForms = List.copyOf(keyForms);
        renames = Map.copyOf(renames);
        unsaid = Set.copyOf(unsaid);
        ignored = Set.copyOf(ignored);
    }

    /** Returns this reading with what {@code remembered} says where this one is silent. */
    Reading over(Reading remembered) {
        Map<String, String> allRenames = new LinkedHashMap<>(remembered.renames);
        allRenames.putAll(renames);
        boolean ignoresCase = headerCase == HeaderCase.IGNORED || remembered.headerCase == HeaderCase.IGNORED;
        return new Reading(
                keyForms.isEmpty() ? remembered.keyForms : keyForms,
                allRenames,
                ignoresCase ? HeaderCase.IGNORED : HeaderCase.EXACT,
                union(unsaid, remembered.unsaid),
                union(ignored, remembered.ignored),
                validFrom == null ? remembered.validFrom : validFrom,
                sequence == null ? remembered.sequence : sequence,
                operation == null ? remembered.operation : operation);
    }

    /** Returns this reading of files whose rows do not say when they hold. */
    Reading withoutValidFrom() {
        return new Reading(keyForms, renames, headerCase, unsaid, ignored, null, sequence, operation);
    }

    /** Returns whether {@code column} is for reading only: the time, the sequence or the operation. */
    boolean isSignal(String column) {
        return column.equals(validFrom) || column.equals(sequence) || column.equals(operation);
    }

    /** Returns whether two headers name one column. */
    boolean isSame(String a, String b) {
        return headerCase == HeaderCase.IGNORED ? a.equalsIgnoreCase(b) : a.equals(b);
    }

    /** Returns the text of a key part in the form that the table holds. */
    String keyText(String text) {
        String formed = text;
        for (KeyForm form : keyForms) {
            formed = form.of(formed);
        }
        return formed;
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }
}
