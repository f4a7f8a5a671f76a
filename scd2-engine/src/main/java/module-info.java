/** Changes to timeline, timeline to plan, and the in-memory store. */
module dev.scd2.engine {
    requires transitive dev.scd2.api;
    requires static org.jspecify;

    exports dev.scd2.engine;
    exports dev.scd2.engine.algebra;
    exports dev.scd2.engine.intake;
    exports dev.scd2.engine.join;
    exports dev.scd2.engine.memory;
}
