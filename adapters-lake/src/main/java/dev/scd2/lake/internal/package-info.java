/**
 * What our own adapters share and nobody else should use.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.lake.internal;
