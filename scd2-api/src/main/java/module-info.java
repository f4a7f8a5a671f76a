/** The words of a history and the contracts; nothing but the JDK. */
module dev.scd2.api {
    requires static org.jspecify;

    exports dev.scd2.change;
    exports dev.scd2.dimension;
    exports dev.scd2.error;
    exports dev.scd2.fact;
    exports dev.scd2.mutation;
    exports dev.scd2.store;
    exports dev.scd2.timeline;
}
