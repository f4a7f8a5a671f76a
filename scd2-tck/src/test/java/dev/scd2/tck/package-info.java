/** The kit tried on the reference store, and on stores that are broken on purpose. */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck;
