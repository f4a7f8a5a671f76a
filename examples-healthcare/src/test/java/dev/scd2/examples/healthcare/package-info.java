/** The pipeline as a whole. */
@org.jspecify.annotations.NullMarked
package dev.scd2.examples.healthcare;
