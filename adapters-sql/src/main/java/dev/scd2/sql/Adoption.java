package dev.scd2.sql;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes over a table of versions that somebody else made: a dbt snapshot, a table in the style of Kimball, a target of
 * Databricks, or any table with a natural key, a start and an end.
 *
 * <p>The table is the one that is called like the dimension, in the schema and with the column names of the options. First
 * ask what is wrong with it, then carry it on in place:
 *
 * <pre>{@code
 * Adoption adoption = PostgresStore.adopting(database, member, StoreOptions.dbt().withSchema("snapshots"));
 * adoption.report().findings().forEach(System.out::println);
 * adoption.carryOn();
 * History history = History.of(PostgresStore.open(database, member, StoreOptions.dbt().withSchema("snapshots")));
 * }</pre>
 *
 * <p>Columns of the table that the dimension does not declare stay, and are null in new versions. Immutable.
 */
public final class Adoption {
    private final Dimension dimension;
    private final StoreOptions options;
    private final Dialect dialect;
    private final ConnectionSource connections;
    private final Sequence sequence;
    private final ZoneId zone;

    private Adoption(
            Dimension dimension,
            StoreOptions options,
            Dialect dialect,
            ConnectionSource connections,
            Sequence sequence,
            ZoneId zone) {
        this.dimension = dimension;
        this.options = options;
        this.dialect = dialect;
        this.connections = connections;
        this.sequence = sequence;
        this.zone = zone;
    }

    /**
     * Returns the adoption of the table of {@code dimension}; nothing is read yet.
     *
     * @throws InvalidChangeException if the dimension is fed by spans or keeps system time: the rows of a table say neither
     */
    public static Adoption of(
            Dimension dimension, StoreOptions options, Dialect dialect, ConnectionSource connections) {
        if (dimension.feed() == Feed.SPANS || dimension.isBitemporal()) {
            throw new InvalidChangeException(
                    Reason.WRONG_KIND,
                    "Dimension " + dimension + " is fed by spans or keeps system time, and a table is adopted as"
                            + " observations and deletes in valid time. Declare it so.");
        }
        return new Adoption(dimension, options, dialect, connections, Sequence.of(0), ZoneOffset.UTC);
    }

    /**
     * Returns this adoption with another sequence of what the rows say; {@code 0} unless said. It must be smaller than that
     * of every change to come.
     */
    public Adoption withSequence(Sequence low) {
        return new Adoption(dimension, options, dialect, connections, low, zone);
    }

    /** Returns this adoption with the zone of starts and ends that are timestamps without one; UTC unless said. */
    public Adoption withZone(ZoneId other) {
        return new Adoption(dimension, options, dialect, connections, sequence, other);
    }

    /**
     * Returns what is wrong with the table, row by row, and writes nothing. Reads the table once.
     *
     * @throws InvalidChangeException if the table lacks a column that the dimension declares, has it with another type, or
     *     would refuse what the store writes
     * @throws StoreException if there is no such table, or it is a dimension already
     */
    public AdoptionReport report() {
        return failures().call("read the table to adopt", () -> {
            try (Lease lease = Lease.of(connections, dialect)) {
                dialect.beginReading(lease.connection());
                Layout layout = layout();
                return report(lease.connection(), layout, require(lease.connection(), layout));
            }
        });
    }

    /**
     * Adopts the table, in one transaction: it gets the columns that it lacks, rows that cannot be kept go to quarantine, each
     * other row becomes evidence, and the versions are made what the evidence says. A start that stays keeps its surrogate
     * key. Afterwards the dimension is opened and carried on like any.
     *
     * @return what was wrong, and the windows of facts that it touches
     * @throws InvalidChangeException as {@link #report} does; nothing was written
     * @throws StoreException as {@link #report} does, or if the database refused; nothing was written
     */
    public Adopted carryOn() {
        return failures().call("adopt the table", () -> {
            try (Lease lease = Lease.of(connections, dialect)) {
                Connection connection = lease.connection();
                Layout layout = layout();
                dialect.lockDefinitions(connection);
                require(connection, layout);
                dialect.lockTable(connection, layout.versions);
                ExistingColumns columns = require(connection, layout);
                AdoptionReport report = report(connection, layout, columns);
                Adopted adopted =
                        new Takeover(layout, options, connection, sequence, zoneLiteral()).run(columns, report);
                lease.commit();
                return adopted;
            }
        });
    }

    private static ExistingColumns require(Connection connection, Layout layout) throws SQLException {
        if (new Register(layout).isRegistered(connection)) {
            throw new StoreException(
                    "Dimension " + layout.dimension + " is kept in schema " + layout.schema
                            + " already. There is nothing to adopt: open it.",
                    null);
        }
        return ExistingColumns.require(connection, layout);
    }

    private AdoptionReport report(Connection connection, Layout layout, ExistingColumns columns) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        long[] seen = {0, 0};
        new ExistingRows(layout, columns, zoneLiteral())
                .each(
                        connection,
                        refused -> {
                            seen[0]++;
                            findings.add(refused.finding(refused.refusal()));
                        },
                        rows -> {
                            seen[0] += rows.size();
                            seen[1]++;
                            new KeyInspection(dimension, rows).findings(findings::add);
                        });
        return new AdoptionReport(seen[0], seen[1], findings);
    }

    /** A zone has no quote in its name. */
    private String zoneLiteral() {
        return "'" + (zone.normalized() == ZoneOffset.UTC ? "UTC" : zone.getId()) + "'";
    }

    private Layout layout() {
        return new Layout(dimension, dialect, options);
    }

    private Failures failures() {
        return new Failures(dimension, dialect);
    }
}
