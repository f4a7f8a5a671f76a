package dev.scd2.sql.join;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The query that looks facts up as of their own time, in any number of dimensions in one pass.
 *
 * <p>In the outer form, which it has unless another is asked for, each fact comes out exactly once, equal ones too, with all
 * of its columns. For a lookup called {@code plan} there are beside them the surrogate key {@code plan_sk}, how it ended
 * {@code plan_outcome} (the name of a {@link dev.scd2.fact.Outcome}) and the wanted columns, as {@code plan_tier}. Where
 * there is no version all but the outcome are null.
 *
 * <pre>{@code
 * String sql = AsOfJoin.of("SELECT * FROM claim_line", JoinDialect.DUCKDB)
 *         .lookup(Lookup.in(Versions.of(plan, StoreOptions.standard()))
 *                 .as("plan")
 *                 .key("plan_id", "plan_id")
 *                 .at("service_ts")
 *                 .columns("tier"))
 *         .sql();
 * }</pre>
 *
 * <p>Nothing is run here: the query is text, which can be printed, put into a view or a CREATE TABLE AS. The same facts must
 * come out of their query each time it is read. Names that begin with {@code _} are the query's own: it may call {@code
 * _facts}, {@code _met0}, {@code _joined}, {@code _v0} and {@code _t0} what it sets aside, so facts must not have such columns. Immutable.
 */
public final class AsOfJoin {
    private final String facts;
    private final List<String> factColumns;
    private final JoinDialect dialect;
    private final List<Lookup> lookups;
    private final Form form;

    /** Which facts come out. */
    private enum Form {
        OUTER,
        INNER,
        ANTI
    }

    private AsOfJoin(String facts, List<String> factColumns, JoinDialect dialect, List<Lookup> lookups, Form form) {
        this.facts = facts;
        this.factColumns = List.copyOf(factColumns);
        this.dialect = dialect;
        this.lookups = List.copyOf(lookups);
        this.form = form;
    }

    /**
     * Returns a join of the facts that {@code query} returns, without lookups yet.
     *
     * @param query a SELECT; it goes into the result as it is
     */
    public static AsOfJoin of(String query, JoinDialect dialect) {
        return new AsOfJoin(query, List.of(), dialect, List.of(), Form.OUTER);
    }

    /**
     * Returns this join with the columns of its facts: all that their query returns. It changes how facts are joined and
     * never what comes out; on PostgreSQL it takes half the time from many facts of keys with many versions, if the lookup is
     * {@link Lookup#sized sized}.
     */
    public AsOfJoin columns(String... names) {
        return new AsOfJoin(facts, List.of(names), dialect, lookups, form);
    }

    /**
     * Returns this join with one more lookup.
     *
     * @throws IllegalArgumentException if it has no key or no time, asks for what its table has not, or its alias is taken
     */
    public AsOfJoin lookup(Lookup lookup) {
        lookup.requireComplete();
        if (lookups.stream().anyMatch(other -> other.alias.equals(lookup.alias))) {
            throw new IllegalArgumentException(
                    "Two lookups are called " + lookup.alias + ". Give one of them another alias.");
        }
        List<Lookup> more = new ArrayList<>(lookups);
        more.add(lookup);
        return new AsOfJoin(facts, factColumns, dialect, more, form);
    }

    /** Returns this join with the facts only that met a version in each lookup. */
    public AsOfJoin inner() {
        return new AsOfJoin(facts, factColumns, dialect, lookups, Form.INNER);
    }

    /** Returns this join with the facts only that the inner form leaves out, each with its outcomes. */
    public AsOfJoin anti() {
        return new AsOfJoin(facts, factColumns, dialect, lookups, Form.ANTI);
    }

    /** Returns the query, some lines of text without a semicolon. */
    public String sql() {
        boolean apart = lookups.stream().anyMatch(lookup -> dialect.setsVersionsAside(lookup.sizes));
        String read = apart ? "SELECT * FROM " + Terms.FACTS : facts;
        List<Search> searches = new ArrayList<>();
        List<Terms> reckoned = new ArrayList<>();
        List<String> with = new ArrayList<>(apart ? List.of(Terms.FACTS + " AS (" + facts + ")") : List.of());
        String from = "";
        for (int i = 0; i < lookups.size(); i++) {
            Terms terms = new Terms(lookups.get(i), dialect, read, from.isEmpty() ? factColumns : List.of(), i);
            Search search = Search.of(terms, form != Form.INNER);
            searches.add(search);
            if (terms.isReckoned()) {
                reckoned.add(terms);
            }
            from = from.isEmpty() ? search.facts() : from;
            if (terms.setsVersionsAside()) {
                with.add(terms.versionsAside());
            }
        }
        List<Search> ahead =
                searches.stream().filter(search -> !search.keptAs().isEmpty()).toList();
        StringBuilder joins = new StringBuilder(
                "\nFROM " + (from.isEmpty() ? "(" + read(searches, read, reckoned) + ") AS f" : from));
        String all = reckoned.isEmpty() ? "f.*" : "f.* EXCLUDE (" + joined(reckoned, Terms::reckoned) + ")";
        if (!ahead.isEmpty()) {
            with.add(joined(ahead, joins.toString()));
            joins = new StringBuilder("\nFROM " + Terms.JOINED + " AS f");
            all = "f.* EXCLUDE (" + joined(ahead, Search::keptAs) + ")";
        }
        StringBuilder columns = new StringBuilder("SELECT " + all);
        List<String> met = new ArrayList<>();
        for (Search search : searches) {
            columns.append(form == Form.INNER ? search.columnsWhereMet() : search.columns());
            joins.append(ahead.contains(search) ? "" : search.joins());
            joins.append(form == Form.INNER ? "" : search.joinsThatNameMisses());
            met.add("(" + search.hit() + ")");
        }
        String ctes = with.isEmpty() ? "" : "WITH " + String.join(",\n", with) + "\n";
        return ctes + columns.append(joins).append(filter(met));
    }

    /** Returns the facts with the versions that they met as what stands behind WITH. */
    private static String joined(List<Search> ahead, String from) {
        return Terms.JOINED + " AS MATERIALIZED (SELECT f.*, "
                + joined(ahead, search -> search.keptValue() + " AS " + search.keptAs()) + from
                + ahead.stream().map(Search::joins).collect(Collectors.joining()) + ")";
    }

    private static <T> String joined(List<T> parts, Function<T, String> term) {
        return parts.stream().map(term).collect(Collectors.joining(", "));
    }

    /** Returns the query of facts, with the instants of their dates where those are reckoned ahead. */
    private static String read(List<Search> searches, String read, List<Terms> reckoned) {
        String ordered = inOrder(searches, read);
        return reckoned.isEmpty()
                ? ordered
                : "SELECT f.*, " + joined(reckoned, terms -> terms.instant() + " AS " + terms.reckoned()) + "\n  FROM ("
                        + ordered + ") AS f";
    }

    /** Returns the query of facts, in the order in which the first search that has one is fastest. */
    private static String inOrder(List<Search> searches, String read) {
        return searches.stream()
                .map(Search::order)
                .filter(order -> !order.isEmpty())
                .findFirst()
                .map(order -> "SELECT * FROM (" + read + ") AS f ORDER BY " + order)
                .orElse(read);
    }

    private String filter(List<String> met) {
        if (form == Form.OUTER || met.isEmpty()) {
            return "";
        }
        String all = String.join(" AND ", met);
        return "\nWHERE " + (form == Form.INNER ? all : "(" + all + ") IS NOT TRUE");
    }
}
