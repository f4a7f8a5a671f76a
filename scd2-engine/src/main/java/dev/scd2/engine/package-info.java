/**
 * The engine: {@link dev.scd2.engine.History} applies batches of changes to a store, {@link dev.scd2.engine.Verification}
 * checks what a store holds.
 *
 * <p>The flow is change → timeline → plan → store: {@code merge} says what was true when, {@code diff} what must be
 * written, both without any I/O; only {@code History} touches the store. Nothing here reads a clock or logs.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine;
