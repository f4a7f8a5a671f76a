/** Tests of the simulation and its ledger. */
@NullMarked
package dev.scd2.examples.healthcare.generate;

import org.jspecify.annotations.NullMarked;
