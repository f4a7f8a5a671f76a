package dev.scd2.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL that are kept open when they are given back. Confined to one thread. */
final class Pool extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    private final transient PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    private final transient Deque<PooledConnection> free = new ArrayDeque<>();

    Pool(String url) {
        setUrl(url);
        source.setUrl(url);
    }

    @Override
    public Connection getConnection() throws SQLException {
        PooledConnection kept = free.poll();
        return (kept == null ? opened() : kept).getConnection();
    }

    private PooledConnection opened() throws SQLException {
        PooledConnection opened = source.getPooledConnection();
        opened.addConnectionEventListener(new ConnectionEventListener() {
            @Override
            public void connectionClosed(ConnectionEvent event) {
                free.push(opened);
            }

            @Override
            public void connectionErrorOccurred(ConnectionEvent event) {
                // It is not used again: its statements fail.
            }
        });
        return opened;
    }
}
