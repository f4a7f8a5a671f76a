package dev.scd2.snowflake.standin;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** SELECT. */
final class Queries {
    private final Session session;
    private final Warehouse warehouse;

    Queries(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    Answer select(Runner.Request request) {
        return session.transaction().read(() -> {
            try (StagedSelect staged = StagedSelect.of(request.tokens(), session, warehouse)) {
                return run(Rewriting.of(staged.query(), session).duck(), request);
            }
        });
    }

    private Answer run(String sql, Runner.Request request) throws SQLException {
        PreparedStatement statement = session.duck().prepareStatement(sql);
        try {
            if (request.describe()) {
                int parameters = statement.getParameterMetaData().getParameterCount();
                Answer described = new Answer(
                        Kind.SELECT, ResultRows.columns(statement.getMetaData()), Answer.NO_ROWS, parameters, null);
                statement.close();
                return described;
            }
            request.binds().set(statement, 0);
            ResultRows rows = new ResultRows(statement, statement.executeQuery());
            return new Answer(Kind.SELECT, rows.columns(), rows, request.binds().count(), null);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
