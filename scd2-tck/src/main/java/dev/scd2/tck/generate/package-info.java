/**
 * Seeded random histories ({@link dev.scd2.tck.generate.Histories}), what they are made of
 * ({@link dev.scd2.tck.generate.Shares}), and properties over them that shrink what fails
 * ({@link dev.scd2.tck.generate.Properties}).
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck.generate;
