package dev.scd2.snowflake;

import dev.scd2.engine.algebra.CalendarUnit;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.JoinRule;
import dev.scd2.sql.algebra.Timelines;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import java.sql.Connection;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of query of joins and of timelines. */
class JoinSqlTest extends GoldenStatements {
    @Test
    void theStatementsOfJoinsAndTimelinesAreTheGoldenOnes() throws Exception {
        try (Connection connection = sessions.getConnection()) {
            run(
                    connection,
                    "CREATE TABLE claim (id BIGINT, member VARCHAR, phone VARCHAR, contract VARCHAR, served_at"
                            + " TIMESTAMP_LTZ(6), served_on DATE, paid_at TIMESTAMP_LTZ(6))");
            run(connection, "CREATE TABLE cover (person VARCHAR, first_day DATE, last_day DATE, product VARCHAR)");
            recorded.quietly(() -> {
                open(MEMBER, OPTIONS);
                open(CONTRACT, OPTIONS);
            });
            joins(connection);
            recorded.compare("joins.sql");
            timelines(connection);
            recorded.compare("timelines.sql");
        }
    }

    private void joins(Connection connection) throws Exception {
        Lookup member = Lookup.in(Versions.of(MEMBER, OPTIONS))
                .key("member", "member_id")
                .columns("plan");
        Lookup at = member.at("served_at");
        record(connection, "The version in force.", join(at).sql());
        record(
                connection,
                "The same, and facts that meet none left out.",
                join(at).inner().sql());
        record(connection, "The facts that meet none.", join(at).anti().sql());
        record(
                connection,
                "Two dimensions in one pass, one as of the end of a day.",
                join(member.at("served_on", DateAnchor.endOfDay(ZoneId.of("America/Chicago"))))
                        .lookup(Lookup.in(Versions.of(CONTRACT, OPTIONS))
                                .key("contract", "contract_id")
                                .at("paid_at"))
                        .sql());
        record(
                connection,
                "Strictly before the fact.",
                join(at.by(JoinRule.backward().strictly())).sql());
        record(
                connection,
                "The first start after the fact.",
                join(at.by(JoinRule.forward())).sql());
        record(
                connection,
                "The nearest start, within a day.",
                join(at.by(JoinRule.nearest().within(Duration.ofDays(1)))).sql());
        record(
                connection,
                "By another column, which several versions can show.",
                join(Lookup.in(Versions.of(MEMBER, OPTIONS))
                                .as("caller")
                                .key("phone", "phone")
                                .order("plan")
                                .at("served_at"))
                        .sql());
        record(
                connection,
                "What was known when the claim was paid.",
                join(Lookup.in(Versions.of(CONTRACT, OPTIONS))
                                .key("contract", "contract_id")
                                .at("served_at")
                                .knownAt("paid_at"))
                        .sql());
    }

    private static AsOfJoin join(Lookup lookup) {
        return AsOfJoin.of("SELECT * FROM claim", JoinDialect.SNOWFLAKE).lookup(lookup);
    }

    private void timelines(Connection connection) throws Exception {
        Timelines cover = Timelines.ofDays(
                "SELECT * FROM cover",
                SnowflakeDialect.INSTANCE,
                List.of("person"),
                "first_day",
                "last_day",
                ZoneOffset.UTC,
                "product");
        Timelines plan = Timelines.in(MEMBER, OPTIONS, SnowflakeDialect.INSTANCE, "plan");
        Timelines phone = Timelines.in(MEMBER, OPTIONS, SnowflakeDialect.INSTANCE, "phone");
        dev.scd2.timeline.Interval year = dev.scd2.timeline.Interval.of(DAY_1, DAY_3);
        DateAnchor day = DateAnchor.startOfDay(ZoneOffset.UTC);
        record(connection, "Days, both inclusive, as periods.", cover.sql());
        record(connection, "When anything held.", cover.periods().sql());
        record(
                connection,
                "The same, with gaps of up to 45 days filled.",
                cover.islands(45, day).sql());
        record(
                connection,
                "Neighbours with equal values made one.",
                plan.coalesce().sql());
        record(connection, "What held in a window.", plan.clip(year).sql());
        record(connection, "The gaps of a window.", plan.gaps(year).sql());
        record(connection, "Where rows of a key overlap.", cover.overlaps().sql());
        record(connection, "The time of either.", plan.union(phone).sql());
        record(connection, "The time of both.", plan.intersect(phone).sql());
        record(
                connection,
                "The time of any, with the values of all.",
                plan.overlay(phone).sql());
        record(
                connection,
                "What held outside of it.",
                plan.subtract(phone.periods()).sql());
        record(
                connection,
                "Cut where a month begins.",
                plan.split(CalendarUnit.MONTH, ZoneOffset.UTC, year).sql());
        record(connection, "Member months.", cover.memberMonths(YearMonth.of(2026, 1), YearMonth.of(2026, 3), day));
        record(connection, "The keys at which rows are no partition of a time.", plan.notPartitionOf(phone));
    }

    private void record(Connection connection, String what, String query) throws Exception {
        recorded.recordQuery(what, () -> run(connection, query));
    }
}
