package dev.scd2.examples.healthcare.warehouse;

import static dev.scd2.dimension.ColumnType.BOOLEAN;
import static dev.scd2.dimension.ColumnType.DATE;
import static dev.scd2.dimension.ColumnType.LONG;
import static dev.scd2.dimension.ColumnType.TEXT;
import static dev.scd2.dimension.ColumnType.decimal;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dimensions of the warehouse, each with the table that feeds it. Immutable. */
enum PayerDimension {
    /** Who is insured; a move, a new income or a new name opens a version, contact data is overwritten. */
    MEMBER(
            OltpTable.MEMBERS,
            Dimension.named("dim_member")
                    .key("member_id", TEXT)
                    .track("first_name", TEXT)
                    .track("last_name", TEXT)
                    .track("dob", DATE)
                    .track("gender", TEXT)
                    .track("death_date", DATE)
                    .track("city", TEXT)
                    .track("county_fips", TEXT)
                    .track("zip", TEXT)
                    .track("state", TEXT)
                    .track("rating_area", TEXT)
                    .track("region", TEXT)
                    .track("household_size", LONG)
                    .track("fpl_ratio", decimal(5, 2))
                    .track("clinical_segment", TEXT)
                    .track("broker_id", TEXT)
                    .track("status", TEXT)
                    .overwrite("street", TEXT)
                    .overwrite("phone", TEXT)
                    .overwrite("email", TEXT)
                    .personal("first_name", "last_name", "dob", "street", "phone", "email")
                    .build()),
    /** What is insured, one timeline per plan and benefit year. */
    PLAN(
            OltpTable.PLANS,
            Dimension.named("dim_plan")
                    .key("plan_id", TEXT)
                    .key("effective_year", LONG)
                    .track("name", TEXT)
                    .track("line_of_business", TEXT)
                    .track("plan_network_access_type", TEXT)
                    .track("metal_tier", TEXT)
                    .track("actuarial_value", decimal(5, 4))
                    .track("monthly_premium", money())
                    .track("deductible", money())
                    .track("oop_max", money())
                    .track("coinsurance_rate", decimal(5, 4))
                    .track("pcp_copay", money())
                    .track("specialist_copay", money())
                    .track("er_copay", money())
                    .track("generic_rx_copay", money())
                    .track("state", TEXT)
                    .track("discontinued", BOOLEAN)
                    .build()),
    /** Who treats. */
    PROVIDER(
            OltpTable.PROVIDERS,
            Dimension.named("dim_provider")
                    .key("provider_id", TEXT)
                    .track("npi", TEXT)
                    .track("name", TEXT)
                    .track("specialty", TEXT)
                    .track("taxonomy_code", TEXT)
                    .track("street", TEXT)
                    .track("city", TEXT)
                    .track("state", TEXT)
                    .track("zip", TEXT)
                    .track("phone", TEXT)
                    .track("npi_status", TEXT)
                    .build()),
    /** Which coverage a member had, and since when that was known; valid time is the coverage period. */
    ENROLLMENT(
            OltpTable.ENROLLMENTS,
            Dimension.named("dim_enrollment")
                    .key("member_id", TEXT)
                    .key("coverage_type", TEXT)
                    .track("enrollment_id", TEXT)
                    .track("policy_id", TEXT)
                    .track("plan_id", TEXT)
                    .track("csr_variant", TEXT)
                    .fedBy(Feed.SPANS)
                    .systemTime(SystemTime.SOURCE)
                    .build());

    private final OltpTable source;
    private final Dimension dimension;

    PayerDimension(OltpTable source, Dimension dimension) {
        this.source = source;
        this.dimension = dimension;
    }

    private static ColumnType money() {
        return decimal(12, 2);
    }

    OltpTable source() {
        return source;
    }

    Dimension dimension() {
        return dimension;
    }

    /**
     * Returns a lookup as of the beginning of the day of service.
     *
     * @param factKey the columns of the fact that hold the natural key, in its order
     */
    Lookup lookup(String... factKey) {
        Lookup lookup = Lookup.in(Versions.of(dimension, options())).as(alias()).at("service_at");
        for (int i = 0; i < factKey.length; i++) {
            lookup = lookup.key(factKey[i], dimension.naturalKey().get(i).name());
        }
        return lookup;
    }

    /** Returns how its history is kept: in schema {@code marts}, with columns that people of a payer know. */
    StoreOptions options() {
        return StoreOptions.standard()
                .withSchema("marts")
                .withColumns(new ColumnNames(
                        surrogate(),
                        "validity_start_ts",
                        "validity_end_ts",
                        "known_from_ts",
                        "known_to_ts",
                        "current_flag",
                        "deleted_flag",
                        "attr_hash",
                        "load_id",
                        "created_at"));
    }

    /** Returns what facts call it, such as {@code member}. */
    String alias() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the surrogate key column, such as {@code member_sk}. */
    String surrogate() {
        return alias() + "_sk";
    }

    /** Returns the columns of its table that it does not keep: {@link #mapping} may look at them. */
    List<OltpColumn> beside() {
        Set<String> kept = Stream.concat(dimension.naturalKey().stream(), dimension.attributes().stream())
                .map(Column::name)
                .collect(Collectors.toSet());
        return source.columns().stream()
                .filter(column -> !kept.contains(column.name()))
                .toList();
    }

    /**
     * Returns what a row of its table means. An update says that from its effective date on the columns that differ have
     * their new values, and nothing about the others: a move reported late must not undo what changed since.
     */
    RowMapping mapping() {
        return dimension.feed() == Feed.SPANS
                ? new CoverageMapping(dimension)
                : TableMapping.of(dimension)
                        .validFrom("effective_date", ZoneOffset.UTC)
                        .deletedFrom("effective_date")
                        .patches();
    }
}
