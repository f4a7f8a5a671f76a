/** How long facts take to follow a late change. */
package dev.scd2.benchmarks.rekey;
