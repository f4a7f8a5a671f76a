/**
 * Where a history is kept: {@link dev.scd2.store.DimensionStore} and its {@link dev.scd2.store.StoreTransaction}, with
 * the values that go in and out of them. Implemented by adapters; the test kit says what they must do.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.store;
