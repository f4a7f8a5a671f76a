/** The reference store, in memory: the contract in its plainest form. */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.memory;
