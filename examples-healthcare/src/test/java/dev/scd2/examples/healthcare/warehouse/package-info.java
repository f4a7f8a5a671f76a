/** Tests of the warehouse. */
@org.jspecify.annotations.NullMarked
package dev.scd2.examples.healthcare.warehouse;
