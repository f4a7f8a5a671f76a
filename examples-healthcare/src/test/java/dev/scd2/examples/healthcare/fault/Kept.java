package dev.scd2.examples.healthcare.fault;

import static dev.scd2.dimension.ColumnType.LONG;
import static dev.scd2.dimension.ColumnType.TEXT;
import static dev.scd2.dimension.ColumnType.decimal;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.RawTableSource;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.ZoneOffset;

/** The dimensions that a chain keeps. */
enum Kept {
    /** Dated by a column, so that corrections come late. */
    MEMBER(Dimension.named("dim_member")
            .key("id", LONG)
            .track("city", TEXT)
            .track("plan", TEXT)
            .build()),
    /** Dated by the commit. */
    CLAIM(Dimension.named("dim_claim")
            .key("id", LONG)
            .track("member_id", LONG)
            .track("amount", decimal(9, 2))
            .track("status", TEXT)
            .build());

    private final Dimension dimension;

    Kept(Dimension dimension) {
        this.dimension = dimension;
    }

    /** Takes what the raw table holds and the dimension has not seen yet. */
    void follow(Connection warehouse) {
        try (DuckDbStore store = DuckDbStore.on(warehouse, dimension)) {
            follow(warehouse, store);
        }
    }

    /** Takes it into another store of a dimension like this one, or with more columns. */
    void follow(Connection warehouse, DimensionStore store) {
        TableMapping whole = TableMapping.of(store.dimension());
        RawTableSource source = this == MEMBER
                ? RawTableSource.of(warehouse, "member", store.dimension())
                        .column("since", ColumnType.DATE)
                        .to(whole.validFrom("since", ZoneOffset.UTC).deletedFrom("since"))
                : RawTableSource.of(warehouse, "claim", store.dimension()).to(whole);
        Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
    }
}
