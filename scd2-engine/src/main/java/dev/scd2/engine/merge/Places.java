package dev.scd2.engine.merge;

import dev.scd2.store.Evidence;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Orders statements of one key by group and place, so that those that claim one place are neighbours. Stateless. */
final class Places {
    /** The base by {@code (validFrom, sequence)}, then corrections by period and sequence, then spans by id and sequence. */
    static final Comparator<Evidence> ORDER = Places::compare;

    private Places() {}

    private static int compare(Evidence a, Evidence b) {
        int order = a.kind().group().compareTo(b.kind().group());
        if (order != 0) {
            return order;
        }
        order = switch (a.kind().group()) {
            case BASE -> Long.compare(a.validFrom(), b.validFrom());
            case CORRECTION -> comparePeriods(a, b);
            case SPAN -> id(a.spanId()).compareTo(id(b.spanId()));
            case ERASURE -> 0;
        };
        if (order != 0) {
            return order;
        }
        order = a.sequence().compareTo(b.sequence());
        boolean unlisted = a.kind() == Evidence.Kind.UNLISTED && b.kind() == Evidence.Kind.UNLISTED;
        return order == 0 && unlisted ? comparePeriodIds(a.spanId(), b.spanId()) : order;
    }

    /** Of a listing of periods each one has a row of its own; of a listing of rows there is no id. */
    private static int comparePeriodIds(@Nullable String a, @Nullable String b) {
        return a == null || b == null ? 0 : a.compareTo(b);
    }

    private static int comparePeriods(Evidence a, Evidence b) {
        int order = Long.compare(a.validFrom(), b.validFrom());
        return order != 0 ? order : Long.compare(a.validTo(), b.validTo());
    }

    private static String id(@Nullable String spanId) {
        return Objects.requireNonNull(spanId, "A span has no id.");
    }
}
