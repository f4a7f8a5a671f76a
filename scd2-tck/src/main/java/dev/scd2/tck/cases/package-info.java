/**
 * Case files: histories and joins as data, and what must come out of them. {@link dev.scd2.tck.cases.CaseFile} reads one,
 * {@link dev.scd2.tck.cases.CaseRunner} runs it on any store.
 *
 * <p>Nothing here needs a test framework. Unlike elsewhere, results show keys and values: case files hold made-up ones.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck.cases;
