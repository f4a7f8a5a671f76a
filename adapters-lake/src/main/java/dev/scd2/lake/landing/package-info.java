/**
 * Files that are dropped into a directory, as a {@link dev.scd2.change.ChangeSource}: {@link
 * dev.scd2.lake.landing.LandingDirectory}.
 *
 * <p>Nothing may be null unless it says so. Messages name files, lines and columns, never values.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.lake.landing;
