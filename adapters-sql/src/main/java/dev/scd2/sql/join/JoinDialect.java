package dev.scd2.sql.join;

import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The databases that a join can be written for. The text for DuckDB and PostgreSQL is run by the tests of their adapters;
 * that for Snowflake and Spark SQL is compared with files and was run on neither. Immutable.
 */
public enum JoinDialect {
    /** DuckDB. */
    DUCKDB("main") {
        /** The hash table of so many versions stays in a processor's cache, where a chain of them is walked fast. */
        private static final int CACHED = 50_000;
        /** With as many keys for a fact, the versions of the facts' keys are soon written; else reading twice costs less. */
        private static final int MANY_KEYS = 32;

        /**
         * The as-of join sorts facts and versions, whatever there are; a join of periods walks all versions of a key, so it
         * must be known that they are few, or that few facts do.
         */
        @Override
        boolean prefersToSeek(@Nullable Sizes sizes) {
            return sizes == null || sizes.isDeep(sizes.versions() > CACHED ? 4 : 16) && !sizes.hasFewFactsOfAKey(10);
        }

        @Override
        boolean setsVersionsAside(@Nullable Sizes sizes) {
            return sizes != null && sizes.hasManyKeys(MANY_KEYS);
        }

        @Override
        boolean setsFactsAside(@Nullable Sizes sizes) {
            return sizes != null && sizes.hasManyKeys(1) && !sizes.hasManyKeys(MANY_KEYS);
        }

        @Override
        String seek(Terms terms, String alias, String sign) {
            return "\nASOF LEFT JOIN " + terms.counting() + " AS " + alias + "\n  ON " + terms.sameKey(alias) + " AND "
                    + terms.time() + " " + sign + " " + terms.from(alias);
        }

        @Override
        String micros(String earlier, String later) {
            return "(epoch_us(" + later + ") - epoch_us(" + earlier + "))";
        }
    },
    /** PostgreSQL. */
    POSTGRES("public") {
        @Override
        boolean seeks(boolean inEarlierBeliefs) {
            return true;
        }

        /** Of keys with one version the planner takes the index of an exclusion constraint to seek, 10 µs a fact. */
        @Override
        boolean prefersToSeek(@Nullable Sizes sizes) {
            return sizes != null && (sizes.isDeep(40) || sizes.hasFewFacts(sizes.isDeep(2) ? 16 : 128));
        }

        @Override
        boolean sortsTogether(@Nullable Sizes sizes) {
            return sizes != null && sizes.isDeep(40) && !sizes.hasFewFacts(4);
        }

        /**
         * Behind a LIMIT the planner takes no index, such as that of an exclusion constraint, which takes 5x of a hash; and
         * unlike OFFSET 0 it is known to leave out nothing, so that several processes may read. It costs 25 ns a version, so
         * where those are many more than facts the planner chooses: then reading them all is by far what it finds cheapest.
         */
        @Override
        String scanned(String table, @Nullable Sizes sizes) {
            boolean chooses = sizes == null || sizes.hasFewFacts(32);
            return chooses ? table : "(SELECT x.* FROM " + table + " AS x LIMIT ALL)";
        }

        @Override
        boolean hasLazySubqueries() {
            return true;
        }

        @Override
        boolean seeksOneByOne() {
            return true;
        }

        @Override
        String seek(Terms terms, String alias, String sign) {
            return "\nLEFT JOIN LATERAL (SELECT x.* FROM " + terms.table() + " AS x WHERE " + terms.sameKey("x")
                    + "\n  AND " + terms.time() + " " + sign + " " + terms.from("x") + terms.counts("x")
                    + "\n  ORDER BY "
                    + terms.from("x") + (sign.startsWith(">") ? " DESC" : "") + " LIMIT 1) AS " + alias + " ON TRUE";
        }

        @Override
        String micros(String earlier, String later) {
            return "(" + later + " - " + earlier + ")";
        }

        @Override
        String span(long micros) {
            return "INTERVAL '" + micros + " microseconds'";
        }

        @Override
        String byCodePoint(String text) {
            return text + " COLLATE \"C\"";
        }
    },
    /**
     * Snowflake; times are {@code TIMESTAMP_TZ} or {@code TIMESTAMP_LTZ}. Names are spelled as its store spells them: one of
     * small letters, digits and underscores in capitals, as Snowflake has it when it is not quoted.
     */
    SNOWFLAKE(null) {
        @Override
        String quote(String identifier) {
            boolean plain = identifier.matches("[a-z_][a-z0-9_]*");
            return super.quote(plain ? identifier.toUpperCase(Locale.ROOT) : identifier);
        }

        @Override
        boolean joinsPeriods(boolean inEarlierBeliefs) {
            return false;
        }

        @Override
        String seek(Terms terms, String alias, String sign) {
            return "\nASOF JOIN " + terms.counting() + " AS " + alias + "\n  MATCH_CONDITION (" + terms.time() + " "
                    + sign + " " + terms.from(alias) + ") ON " + terms.sameKey(alias);
        }

        @Override
        String instant(Instant instant) {
            return "TO_TIMESTAMP_TZ('" + text(instant) + " +00:00')";
        }

        @Override
        String micros(String earlier, String later) {
            return "DATEDIFF(microsecond, " + earlier + ", " + later + ")";
        }

        @Override
        String startOfDay(String date, String zone) {
            return "TIMESTAMP_TZ_FROM_PARTS(year(" + date + "), month(" + date + "), day(" + date + "), 0, 0, 0, 0, '"
                    + zone + "')";
        }

        @Override
        String nextDay(String date) {
            return "DATEADD(day, 1, " + date + ")";
        }

        @Override
        String minus(String instant, long micros) {
            return "DATEADD(microsecond, " + -micros + ", " + instant + ")";
        }
    },
    /** Spark SQL; times are {@code TIMESTAMP}, which is an instant there. It has no as-of join in a release yet. */
    SPARK(null) {
        @Override
        boolean seeks(boolean inEarlierBeliefs) {
            return false;
        }

        @Override
        boolean joinsPeriods(boolean inEarlierBeliefs) {
            return !inEarlierBeliefs;
        }

        @Override
        String quote(String identifier) {
            return "`" + identifier.replace("`", "``") + "`";
        }

        @Override
        String instant(Instant instant) {
            return "TIMESTAMP '" + text(instant) + "Z'";
        }

        @Override
        String micros(String earlier, String later) {
            return "(unix_micros(" + later + ") - unix_micros(" + earlier + "))";
        }

        @Override
        String startOfDay(String date, String zone) {
            return "make_timestamp(year(" + date + "), month(" + date + "), day(" + date + "), 0, 0, 0, '" + zone
                    + "')";
        }

        @Override
        String nextDay(String date) {
            return "date_add(" + date + ", 1)";
        }

        @Override
        String minus(String instant, long micros) {
            return "timestamp_micros(unix_micros(" + instant + ") - " + micros + ")";
        }
    };

    /** Where what is open ends. */
    static final Instant OPEN = Instants.MAX;
    /** The last instant that a history holds; only what is still believed was believed then. */
    static final Instant LAST = Instants.MAX.minusNanos(1_000);

    private final @Nullable String defaultSchema;

    JoinDialect(@Nullable String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    /** Returns whether one start next to the fact's time can be found without looking at the others of its key. */
    boolean seeks(boolean inEarlierBeliefs) {
        return !inEarlierBeliefs;
    }

    /** Returns whether a join on the key and the time between start and end serves. */
    boolean joinsPeriods(boolean inEarlierBeliefs) {
        return true;
    }

    /**
     * Returns whether seeking beats a join of periods, which compares a fact with every version of its key: measured by the
     * files in {@code benchmarks/sql}. Asked of those only that have both.
     *
     * @param sizes null where they are not known
     */
    boolean prefersToSeek(@Nullable Sizes sizes) {
        return true;
    }

    /**
     * Returns whether sorting facts and starts into one list beats seeking the start of each fact. Asked only where seeking
     * beats a join of periods.
     *
     * @param sizes null where they are not known
     */
    boolean sortsTogether(@Nullable Sizes sizes) {
        return false;
    }

    /**
     * Returns a table for a join of periods, written so that it is read once, rather than by an index for each fact.
     *
     * @param sizes null where they are not known, and the database is to choose
     */
    String scanned(String table, @Nullable Sizes sizes) {
        return table;
    }

    /**
     * Returns whether the facts have so few of the keys that their versions are read once and set aside.
     *
     * @param sizes null where they are not known
     */
    boolean setsVersionsAside(@Nullable Sizes sizes) {
        return false;
    }

    /**
     * Returns whether facts are joined and set aside, so that only what the keys of misses have is read once more, rather
     * than the first start of every key.
     *
     * @param sizes null where they are not known
     */
    boolean setsFactsAside(@Nullable Sizes sizes) {
        return false;
    }

    /** Returns whether a subquery in a CASE is run for those rows only that come to it. */
    boolean hasLazySubqueries() {
        return false;
    }

    /** Returns whether {@link #seek} reads an index for each fact, whose pages are met again where facts are in its order. */
    boolean seeksOneByOne() {
        return false;
    }

    /**
     * Returns the join with the version whose start is next to the fact's time.
     *
     * @param sign how the fact's time compares with the start
     */
    String seek(Terms terms, String alias, String sign) {
        throw new IllegalStateException(this + " has no join that seeks.");
    }

    /** Returns the distance between two instants, to be compared with {@link #span} and with others. */
    abstract String micros(String earlier, String later);

    String span(long micros) {
        return Long.toString(micros);
    }

    String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    String qualified(@Nullable String schema, String table) {
        String in = schema == null ? defaultSchema : schema;
        return in == null ? quote(table) : quote(in) + "." + quote(table);
    }

    String instant(Instant instant) {
        return "TIMESTAMP WITH TIME ZONE '" + text(instant) + "+00'";
    }

    /** Returns the first instant of a day, as the database sees it, in a zone of the tz database. */
    String startOfDay(String date, String zone) {
        return "(CAST(" + date + " AS TIMESTAMP) AT TIME ZONE '" + zone + "')";
    }

    String nextDay(String date) {
        return "(" + date + " + 1)";
    }

    String minus(String instant, long micros) {
        return "(" + instant + " - INTERVAL '" + micros + " microseconds')";
    }

    /** Returns a text column so that it is ordered as a dimension orders text. */
    String byCodePoint(String text) {
        return text;
    }

    static String text(Instant instant) {
        return instant.toString().replace('T', ' ').replace("Z", "");
    }
}
