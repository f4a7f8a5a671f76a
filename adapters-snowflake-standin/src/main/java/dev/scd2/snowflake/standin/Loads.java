package dev.scd2.snowflake.standin;

import java.util.HashMap;
import java.util.Map;

/** Which files were loaded into which table, by name and content, so that COPY skips them. Thread-safe. */
final class Loads {
    private final Map<String, Map<String, String>> loaded = new HashMap<>();

    synchronized boolean knows(String table, String file, String content) {
        return content.equals(loaded.getOrDefault(table, Map.of()).get(file));
    }

    synchronized void remember(String table, String file, String content) {
        loaded.computeIfAbsent(table, name -> new HashMap<>()).put(file, content);
    }

    synchronized void forget(String table) {
        loaded.remove(table);
    }
}
