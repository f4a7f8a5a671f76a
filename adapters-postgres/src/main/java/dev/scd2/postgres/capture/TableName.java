package dev.scd2.postgres.capture;

import java.util.regex.Pattern;

/** A table with its schema. */
record TableName(String schema, String table) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

    static TableName of(String qualified) {
        String[] parts = qualified.split("\\.", -1);
        if (parts.length != 2
                || !WORD.matcher(parts[0]).matches()
                || !WORD.matcher(parts[1]).matches()) {
            throw new IllegalArgumentException(
                    "A table to capture is named as schema.table with plain names, not as '" + qualified + "'.");
        }
        return new TableName(parts[0], parts[1]);
    }

    String quoted() {
        return '"' + schema + "\".\"" + table + '"';
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
