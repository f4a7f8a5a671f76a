/** Stores that are broken on purpose, and the proof that the contract rejects each of them. */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck.broken;
