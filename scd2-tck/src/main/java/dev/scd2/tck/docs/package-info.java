/**
 * Pages of the documentation, compared with the tests that run what they show and with the types that they describe:
 * {@link dev.scd2.tck.docs.GuidePage}.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck.docs;
