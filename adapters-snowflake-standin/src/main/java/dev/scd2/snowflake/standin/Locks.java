package dev.scd2.snowflake.standin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The locks of tables: one transaction at a time changes or deletes rows of a table, another waits until it has ended.
 * Thread-safe.
 */
final class Locks {
    private final Map<String, Session> holders = new HashMap<>();
    private final Map<Session, String> waiting = new HashMap<>();
    private final Set<Session> canceled = new HashSet<>();

    /**
     * Takes the lock of a table for the transaction of a session.
     *
     * @param seconds  how long to wait at most
     * @throws SnowflakeError 000625 if that was not long enough, or if waiting would never end
     */
    synchronized void take(String table, Session session, long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            if (canceled.remove(session)) {
                throw canceledError();
            }
            Session holder = holders.get(table);
            if (holder == null || holder == session) {
                holders.put(table, session);
                return;
            }
            if (waitsFor(holder, session)) {
                throw refused(table, holder, "would have waited for itself: a deadlock");
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw refused(
                        table, holder, "was aborted after it had waited for " + seconds + " seconds (LOCK_TIMEOUT)");
            }
            await(table, session, left);
        }
    }

    private void await(String table, Session session, long nanos) {
        waiting.put(session, table);
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw canceledError();
        } finally {
            waiting.remove(session);
        }
    }

    private static SnowflakeError canceledError() {
        return new SnowflakeError("000604", "57014", "SQL execution canceled");
    }

    /** Lets a session give up that waits for a lock; of one that does not, nothing changes. */
    synchronized void cancel(Session session) {
        if (waiting.containsKey(session)) {
            canceled.add(session);
            notifyAll();
        }
    }

    private boolean waitsFor(Session holder, Session session) {
        Set<Session> seen = new HashSet<>();
        @Nullable Session next = holder;
        while (next != null && seen.add(next)) {
            if (next == session) {
                return true;
            }
            String table = waiting.get(next);
            next = table == null ? null : holders.get(table);
        }
        return false;
    }

    synchronized void release(Session session) {
        holders.values().removeIf(holder -> holder == session);
        notifyAll();
    }

    /** Returns how many sessions wait for a lock. */
    synchronized int waiting() {
        return waiting.size();
    }

    private static SnowflakeError refused(String table, Session holder, String why) {
        return new SnowflakeError(
                "000625",
                "57014",
                "A statement has locked table '" + table + "' in transaction "
                        + holder.transaction().number() + " and this lock has not yet been released.\nYour statement "
                        + why + ".");
    }
}
