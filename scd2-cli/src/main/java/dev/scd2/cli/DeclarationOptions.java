package dev.scd2.cli;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the columns are. Confined to one thread. */
final class DeclarationOptions {
    @Option(
            names = "--key",
            split = ",",
            paramLabel = "COL",
            description = "Natural key column(s). Needed for a new table only.")
    private List<String> key = new ArrayList<>();

    @Option(
            names = "--track",
            split = ",",
            paramLabel = "COL",
            description =
                    "Columns whose differences open versions (type 2). Default: every column not named otherwise.")
    private List<String> track = new ArrayList<>();

    @Option(
            names = "--overwrite",
            split = ",",
            paramLabel = "COL",
            description = "Columns that show their last value in every version (type 1).")
    private List<String> overwrite = new ArrayList<>();

    @Option(
            names = "--fixed",
            split = ",",
            paramLabel = "COL",
            description = "Columns that show their first value in every version (type 0).")
    private List<String> fixed = new ArrayList<>();

    @Option(
            names = "--personal",
            split = ",",
            paramLabel = "COL",
            description = "Kept columns that identify a person; erase makes them null.")
    private List<String> personal = new ArrayList<>();

    @Option(names = "--ignore", split = ",", paramLabel = "COL", description = "Columns that are not kept.")
    private List<String> ignore = new ArrayList<>();

    @Option(
            names = "--unsaid",
            split = ",",
            paramLabel = "COL",
            description = "Columns that some files lack; those files say nothing about them. Kept like --track.")
    private List<String> unsaid = new ArrayList<>();

    @Option(
            names = "--rename",
            split = ",",
            paramLabel = "OLD=NEW",
            description = "A column that files call OLD is NEW in the table.")
    private Map<String, String> renames = new LinkedHashMap<>();

    @Option(names = "--ignore-header-case", description = "Headers that differ by case only are the same column.")
    private boolean ignoreHeaderCase;

    @Option(
            names = "--type",
            paramLabel = "COL=TYPE",
            description =
                    "Type of a column: text, long, decimal(p,s), double, boolean, date, timestamp, bytes. Default:"
                            + " text for CSV; JSON lines and Parquet bring theirs.")
    private Map<String, String> types = new LinkedHashMap<>();

    @Option(
            names = "--valid-from",
            paramLabel = "COL",
            description = "The column that says from when on a row holds; in a snapshot the same in every row.")
    private @Nullable String validFrom;

    @Option(
            names = "--sequence",
            paramLabel = "COL",
            description = "The column with the order in which rows were said: whole numbers, also 1.2.3, or times."
                    + " Default: the time from which the row holds.")
    private @Nullable String sequence;

    @Option(
            names = "--op",
            paramLabel = "COL",
            description =
                    "The column that says what happened, for --changes, in any case: i, c, r, insert, create, read,"
                            + " upsert, u, update (the row holds), d, delete (the key is gone). Default: every row holds.")
    private @Nullable String operation;

    @Option(
            names = "--deletes",
            paramLabel = "POLICY",
            description = "What a delete does: ${COMPLETION-CANDIDATES}. Default: close.")
    private @Nullable DeletePolicy deletes;

    @Option(
            names = "--normalize-key",
            split = ",",
            paramLabel = "FORM",
            description = "Write keys alike before they are compared: ${COMPLETION-CANDIDATES}.")
    private List<KeyForm> keyForms = new ArrayList<>();

    /** Returns whether the time comes from a column. */
    boolean hasValidFrom() {
        return validFrom != null;
    }

    /** Returns how files are read, as far as these options say. */
    Reading reading() {
        return new Reading(
                keyForms,
                renames,
                ignoreHeaderCase ? Reading.HeaderCase.IGNORED : Reading.HeaderCase.EXACT,
                new LinkedHashSet<>(unsaid),
                new LinkedHashSet<>(ignore),
                validFrom,
                sequence,
                operation);
    }

    /** Returns the declaration of a new table, with the columns of its first file where these options are silent. */
    Declaration declare(String table, String firstFile, List<Field> firstFields) {
        if (key.isEmpty()) {
            throw Failure.usage("A new table needs its natural key: --key COL.");
        }
        Reading reading = reading();
        Map<String, ColumnType> declared = declaredTypes();
        Map<String, AttributePolicy> policies = policies(reading);
        ColumnNaming naming = new ColumnNaming(reading, named(reading, policies));
        Map<String, ColumnType> inFile = new LinkedHashMap<>();
        for (Field field : firstFields) {
            if (field.isNamed()) {
                inFile.put(naming.nameOf(field.name()), field.type());
            }
        }
        // Where the key is missing, the file is not the one that was meant, and its columns declare nothing.
        boolean fits = inFile.keySet().containsAll(key);
        if (track.isEmpty() && fits) {
            policies = withRestOf(inFile.keySet(), reading, policies);
        }
        requireKnown(declared.keySet(), policies, firstFile);
        List<Column> keys = new ArrayList<>();
        for (String column : key) {
            keys.add(new Column(column, type(column, declared, inFile), AttributePolicy.FIXED));
        }
        List<Column> attributes = new ArrayList<>();
        policies.forEach(
                (column, policy) -> attributes.add(new Column(column, type(column, declared, inFile), policy)));
        if (attributes.isEmpty() && fits) {
            throw Failure.usage("No column is left to be kept. Name some with --track, or ignore fewer.");
        }
        for (String column : personal) {
            if (fits && !policies.containsKey(column)) {
                throw Failure.usage("--personal names " + ColumnMapping.quoted(column) + ", which is not kept.");
            }
        }
        return new Declaration(
                table, keys, attributes, personal, deletes == null ? DeletePolicy.CLOSE : deletes, reading, Preset.OWN);
    }

    /**
     * Returns the declaration of a table that exists, read as these options say.
     *
     * @throws Failure if these options say another table
     */
    Declaration over(Declaration stored) {
        Reading reading = reading().over(stored.reading());
        List<String> storedKey = stored.key().stream().map(Column::name).toList();
        if (!key.isEmpty() && !key.equals(storedKey)) {
            throw Failure.of("Table " + stored.table() + " has the key " + storedKey + ", not " + key
                    + ". Leave --key out, or use a new table (--table or --to).");
        }
        policies(new Reading(List.of(), Map.of(), Reading.HeaderCase.EXACT, Set.of(), Set.of(), null, null, null))
                .forEach((column, policy) -> requireSame(stored, column, policy));
        declaredTypes().forEach((column, type) -> {
            for (Column known : stored.attributes()) {
                if (known.name().equals(column) && !known.type().equals(type)) {
                    throw Failure.of("Table " + stored.table() + " holds " + ColumnMapping.quoted(column) + " as "
                            + known.type() + ", not " + type + ". Use a new table (--table or --to).");
                }
            }
        });
        if (!personal.isEmpty() && !Set.copyOf(personal).equals(Set.copyOf(stored.personal()))) {
            throw Failure.of("Table " + stored.table() + " has the personal columns " + stored.personal() + ", not "
                    + personal + ". Use a new table (--table or --to).");
        }
        if (deletes != null && deletes != stored.deletes()) {
            throw Failure.of("Table " + stored.table() + " has the delete policy " + Words.of(stored.deletes())
                    + ", not " + Words.of(deletes) + ". Use a new table (--table or --to).");
        }
        return stored.with(reading);
    }

    private static void requireSame(Declaration stored, String column, AttributePolicy policy) {
        for (Column known : stored.attributes()) {
            if (known.name().equals(column)) {
                if (known.policy() == policy) {
                    return;
                }
                throw Failure.of("Table " + stored.table() + " has the policy " + Words.of(known.policy()) + " for "
                        + ColumnMapping.quoted(column) + ", not " + Words.of(policy)
                        + ". Use a new table (--table or --to).");
            }
        }
        throw Failure.of("Table " + stored.table() + " has no column " + ColumnMapping.quoted(column)
                + ", and its columns are settled. Use a new table (--table or --to).");
    }

    private Map<String, AttributePolicy> policies(Reading reading) {
        Map<String, AttributePolicy> policies = new LinkedHashMap<>();
        put(policies, track, AttributePolicy.TRACK);
        put(policies, overwrite, AttributePolicy.OVERWRITE);
        put(policies, fixed, AttributePolicy.FIXED);
        for (String column : reading.unsaid()) {
            policies.putIfAbsent(column, AttributePolicy.TRACK);
        }
        for (String column : policies.keySet()) {
            if (key.contains(column) || reading.ignored().contains(column)) {
                throw Failure.usage(
                        "The column " + ColumnMapping.quoted(column) + " is named twice, for two purposes.");
            }
        }
        return policies;
    }

    private static void put(Map<String, AttributePolicy> policies, List<String> columns, AttributePolicy policy) {
        for (String column : columns) {
            if (policies.put(column, policy) != null) {
                throw Failure.usage("The column " + ColumnMapping.quoted(column) + " is named twice.");
            }
        }
    }

    private Set<String> named(Reading reading, Map<String, AttributePolicy> policies) {
        Set<String> named = new LinkedHashSet<>(key);
        named.addAll(policies.keySet());
        named.addAll(reading.ignored());
        for (String signal : new String[] {validFrom, sequence, operation}) {
            if (signal != null) {
                named.add(signal);
            }
        }
        return named;
    }

    /** In the order of the file, and then what the file lacks. */
    private Map<String, AttributePolicy> withRestOf(
            Set<String> columns, Reading reading, Map<String, AttributePolicy> policies) {
        Map<String, AttributePolicy> all = new LinkedHashMap<>();
        for (String column : columns) {
            if (policies.containsKey(column)) {
                all.put(column, policies.get(column));
            } else if (!key.contains(column) && !reading.ignored().contains(column) && !reading.isSignal(column)) {
                all.put(column, AttributePolicy.TRACK);
            }
        }
        policies.forEach(all::putIfAbsent);
        return all;
    }

    private void requireKnown(Set<String> typed, Map<String, AttributePolicy> policies, String firstFile) {
        for (String column : typed) {
            if (!key.contains(column) && !policies.containsKey(column)) {
                throw Failure.of("--type names " + ColumnMapping.quoted(column)
                        + ", which is no column of the table nor of " + firstFile + ".");
            }
        }
    }

    private Map<String, ColumnType> declaredTypes() {
        Map<String, ColumnType> declared = new LinkedHashMap<>();
        types.forEach((column, type) -> {
            try {
                declared.put(column, ColumnType.named(type));
            } catch (IllegalArgumentException unknown) {
                throw Failure.usage("--type " + column + ": " + unknown.getMessage());
            }
        });
        return declared;
    }

    private static ColumnType type(String column, Map<String, ColumnType> declared, Map<String, ColumnType> inFile) {
        ColumnType type = declared.get(column);
        return type != null ? type : inFile.getOrDefault(column, ColumnType.TEXT);
    }
}
