package dev.scd2.snowflake.governance;

import dev.scd2.snowflake.script.Step;
import java.util.List;

/**
 * One thing that is declared, or was found.
 *
 * @param name  what it is called among its kind, with its names quoted
 * @param content  what may differ under the same name; empty where nothing can
 * @param make  how it is made
 * @param change  how another content becomes this one; empty where that is left to a person
 * @param drop  how it goes; empty where that is left to a person
 * @param needs  what must be there before: tables and columns that somebody else makes
 */
record Item(
        Subject subject,
        String name,
        String content,
        List<Step> make,
        List<Step> change,
        List<Step> drop,
        List<Needed> needs) {
    Item {
        make = List.copyOf(make);
        change = List.copyOf(change);
        drop = List.copyOf(drop);
        needs = List.copyOf(needs);
    }

    /** A table that must be there, and the columns of it. */
    record Needed(String schema, String table, List<String> columns) {
        Needed {
            columns = List.copyOf(columns);
        }
    }

    record Key(Subject subject, String name) {}

    static Item declared(Subject subject, String name, Step make) {
        return new Item(subject, name, "", List.of(make), List.of(), List.of(), List.of());
    }

    static Item found(Subject subject, String name, String content, List<Step> drop) {
        return new Item(subject, name, content, List.of(), List.of(), drop, List.of());
    }

    Item content(String text, List<Step> steps) {
        return new Item(subject, name, text, make, steps, drop, needs);
    }

    Item needing(Needed needed) {
        return new Item(subject, name, content, make, change, drop, List.of(needed));
    }

    /** Returns this item, which needs what another needs. */
    Item needing(Item other) {
        return new Item(subject, name, content, make, change, drop, other.needs());
    }

    Key key() {
        return new Key(subject, name);
    }
}
