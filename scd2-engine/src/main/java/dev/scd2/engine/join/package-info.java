/** As-of joins in memory. */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.join;
