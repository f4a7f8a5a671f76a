/** Tests of the system of record. */
@NullMarked
package dev.scd2.examples.healthcare.oltp;

import org.jspecify.annotations.NullMarked;
