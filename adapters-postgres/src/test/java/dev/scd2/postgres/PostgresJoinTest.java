package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.tck.JoinContract;
import dev.scd2.tck.cases.Joiner;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class PostgresJoinTest extends JoinContract {
    private static final TestPostgres POSTGRES = TestPostgres.database();

    /**
     * Joins four times: as without sizes, as many facts that meet few versions of a key, or many, and as few facts; all but
     * the first with inferred members beside the versions.
     */
    @Override
    protected Joiner joiner() {
        SqlJoiner unsized = SqlJoiner.on(
                        () -> POSTGRES.dataSource().getConnection(), PostgresDialect.INSTANCE, JoinDialect.POSTGRES)
                .withOpenEnd(OpenEnd.NULL);
        SqlJoiner beside = unsized.withMembersBeside();
        SqlJoiner many = beside.withLookups(lookup -> lookup.sized(1_000_000, 1_000, 1_000));
        SqlJoiner deep = beside.withLookups(lookup -> lookup.sized(1_000_000, 1_000_000, 1_000));
        SqlJoiner few = beside.withLookups(lookup -> lookup.sized(10, 1_000_000, 1_000_000));
        return join -> {
            List<Map<String, @Nullable Object>> rows = unsized.join(join);
            assertThat(many.join(join)).as("what many facts meet, in %s", join).isEqualTo(rows);
            assertThat(deep.join(join))
                    .as("what facts of deep keys meet, in %s", join)
                    .isEqualTo(rows);
            assertThat(few.join(join)).as("what few facts meet, in %s", join).isEqualTo(rows);
            return rows;
        };
    }

    /** Each makes its tables four times. */
    @Override
    protected int joins() {
        return Integer.getInteger("scd2.joins", 250);
    }
}
