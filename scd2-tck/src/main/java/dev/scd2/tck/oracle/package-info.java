/**
 * The law as a program that is too simple to be wrong: {@link dev.scd2.tck.oracle.Oracle} looks at every change for
 * every instant and every column. It knows no class of the engine.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck.oracle;
