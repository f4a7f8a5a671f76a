package dev.scd2.lake;

import dev.scd2.change.ChangeSource;
import dev.scd2.debezium.EnvelopeRows;
import dev.scd2.debezium.RowImages;
import dev.scd2.debezium.ValueFormat;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.sql.Dialect;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The raw table of an entity, which a {@link LakeLoader} fills, as the changes of a dimension. So a dimension is kept up to
 * date from the lake, and is built from it anew when it is lost: the same messages give the same history, with the same
 * surrogate keys where they are derived.
 *
 * <pre>{@code
 * ChangeSource source = RawTableSource.of(warehouse, "members", member)
 *         .column("effective_date", ColumnType.DATE)
 *         .to(TableMapping.of(member).validFrom("effective_date", ZoneOffset.UTC));
 * Intake.of(source, History.of(DuckDbStore.on(warehouse, member))).catchUp();
 * }</pre>
 *
 * <p>Messages are read by partition and offset; those that are no change ({@link LakeRow#problem}) are passed over. Their
 * order is that of PostgreSQL's log; those of other databases are refused.
 *
 * <p>The table may be in another database that {@linkplain Builder#dialect says how} it spells names, as the raw tables of
 * {@code adapters-snowflake}. Immutable; a reader is confined to the thread that may use the connection.
 */
public final class RawTableSource implements ChangeSource {
    private final Connection warehouse;
    private final String entity;
    private final EnvelopeRows rows;
    private final RowMapping mapping;
    private final Dialect dialect;
    private final int batchRows;
    private final Duration every;

    private RawTableSource(Builder builder, RowMapping mapping) {
        this.warehouse = builder.warehouse;
        this.entity = builder.entity;
        this.rows = new EnvelopeRows(new RowImages(builder.values, builder.types));
        this.mapping = mapping;
        this.dialect = builder.dialect;
        this.batchRows = builder.batchRows;
        this.every = builder.every;
    }

    /**
     * Returns a builder for the raw table of an entity.
     *
     * @param warehouse to the DuckDB database, or that of {@link Builder#dialect}, in auto-commit mode; it must stay open as long as the source is read
     * @param dimension says the types of the columns
     */
    public static Builder of(Connection warehouse, String entity, Dimension dimension) {
        return new Builder(warehouse, entity, dimension);
    }

    /** Returns the entity: the store keeps positions under its name. */
    @Override
    public String name() {
        return entity;
    }

    @Override
    public Reader read(Progress progress) {
        return new RawTableReader(this, progress);
    }

    Connection warehouse() {
        return warehouse;
    }

    EnvelopeRows rows() {
        return rows;
    }

    RowMapping mapping() {
        return mapping;
    }

    Dialect dialect() {
        return dialect;
    }

    int batchRows() {
        return batchRows;
    }

    Duration every() {
        return every;
    }

    /** Builds a {@link RawTableSource}. Confined to one thread. */
    public static final class Builder {
        private final Connection warehouse;
        private final String entity;
        private final Map<String, ColumnType> types = new HashMap<>();
        private ValueFormat values = ValueFormat.debezium();
        private Dialect dialect = DuckDbDialect.INSTANCE;
        private int batchRows = 50_000;
        private Duration every = Duration.ofSeconds(1);

        private Builder(Connection warehouse, String entity, Dimension dimension) {
            this.warehouse = warehouse;
            this.entity = entity;
            types.putAll(dimension.columnTypes());
        }

        /** Says the type of a column that the dimension does not have and the mapping looks at, such as an effective date. */
        public Builder column(String name, ColumnType type) {
            types.put(name, type);
            return this;
        }

        /** Sets how values are written in the messages; {@link ValueFormat#debezium} unless said. */
        public Builder values(ValueFormat format) {
            values = format;
            return this;
        }

        /** Says in what database the table is; DuckDB unless said. */
        public Builder dialect(Dialect database) {
            dialect = database;
            return this;
        }

        /** Sets how many messages a batch has at most; 50,000 unless said. */
        public Builder batchRows(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("A batch needs at least one row, not " + most + ".");
            }
            batchRows = most;
            return this;
        }

        /** Sets how long to wait before looking again, where the source is read on and on; a second unless said. */
        public Builder every(Duration pause) {
            every = pause;
            return this;
        }

        /** Returns the source, whose rows mean to a dimension what {@code mapping} says. */
        public RawTableSource to(RowMapping mapping) {
            return new RawTableSource(this, mapping);
        }
    }
}
