package dev.scd2.sql.extract;

import java.util.Locale;

/** Microsoft SQL Server. Immutable. */
final class SqlServerSource implements SourceDialect {
    @Override
    public String quote(String identifier) {
        return '[' + identifier.replace("]", "]]") + ']';
    }

    @Override
    public String first(String columns, String rest, int atMost) {
        return "SELECT TOP (" + atMost + ") " + columns + " " + rest;
    }

    /**
     * The driver sends text as {@code nvarchar} and times as {@code datetime2}. Compared with an older type, either is not
     * what it was: {@code varchar} sorts by other rules, and a {@code datetime} is a third of a tick off.
     */
    @Override
    public String parameter(String typeName) {
        String type = typeName.toLowerCase(Locale.ROOT);
        return switch (type) {
            case "datetime", "smalldatetime" -> "CAST(? AS " + type + ")";
            case "char", "varchar" -> "CAST(? AS varchar(8000))";
            default -> "?";
        };
    }
}
