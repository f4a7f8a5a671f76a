package dev.scd2.cli;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words for a file whose columns are not those of the table. Immutable.
 *
 * @param declaration the table
 * @param file the file
 * @param unknown columns of the file that the table does not have, as the file calls them
 */
record Drift(Declaration declaration, String file, List<String> unknown) {
    Failure lacksRequired(String what, String column) {
        String role = what.equals("key") ? "the key column " : "the column of " + what + ", ";
        return Failure.of(file + " lacks " + role + quoted(column) + "." + rename(column)
                + (unknown.isEmpty() ? "" : " It has: " + list(unknown) + "."));
    }

    Failure lacks(Collection<String> columns) {
        StringBuilder message = new StringBuilder(file + " lacks the kept column" + (columns.size() == 1 ? " " : "s ")
                + list(columns) + (unknown.isEmpty() ? "." : " and has the unknown " + list(unknown) + "."));
        if (columns.stream().anyMatch(this::differsByCase)) {
            message.append(" The names differ by case only: --ignore-header-case.");
        }
        for (String column : columns) {
            message.append(rename(column));
        }
        String first = columns.iterator().next();
        message.append(" If the file says nothing about it: --unsaid ").append(shell(first));
        message.append("; if it is not to be kept at all: --ignore ").append(shell(first));
        message.append(" (in a new table).");
        return Failure.of(message.toString());
    }

    Failure isUnknown() {
        String first = unknown.get(0);
        StringBuilder message = new StringBuilder(
                file + " has the unknown column" + (unknown.size() == 1 ? " " : "s ") + list(unknown) + ".");
        List<String> similar = ColumnNaming.similar(first, declaration.known());
        if (!similar.isEmpty()) {
            message.append(
                    similar.get(0).equalsIgnoreCase(first)
                            ? " The case differs: --ignore-header-case."
                            : " If it is " + quoted(similar.get(0)) + ": --rename "
                                    + shell(first + "=" + similar.get(0)) + ".");
        }
        message.append(" If it is not to be kept: --ignore ").append(shell(first));
        message.append("; to keep it in a new table: --track ").append(shell(first));
        message.append(", or --unsaid ").append(shell(first)).append(" if other files lack it.");
        return Failure.of(message.toString());
    }

    private boolean differsByCase(String column) {
        return unknown.stream().anyMatch(other -> !other.equals(column) && other.equalsIgnoreCase(column));
    }

    /** Says how to take a similar column of the file for {@code column}, if there is one that the case does not explain. */
    private String rename(String column) {
        List<String> similar = ColumnNaming.similar(column, unknown);
        if (similar.isEmpty()) {
            return "";
        }
        if (similar.get(0).equalsIgnoreCase(column)) {
            return declaration.reading().headerCase() == Reading.HeaderCase.EXACT
                    ? " " + quoted(similar.get(0)) + " is it: --ignore-header-case."
                    : "";
        }
        return " If " + quoted(similar.get(0)) + " is " + quoted(column) + ": --rename "
                + shell(similar.get(0) + "=" + column) + ".";
    }

    private static String list(Collection<String> names) {
        String shown = names.stream().limit(5).map(Drift::quoted).collect(Collectors.joining(", "));
        return names.size() <= 5 ? shown : shown + " and " + (names.size() - 5) + " more";
    }

    private static String quoted(String name) {
        return ColumnMapping.quoted(name);
    }

    private static String shell(String word) {
        return word.matches("[A-Za-z0-9_.=-]+") ? word : '"' + word + '"';
    }
}
