/**
 * An S3 server inside this JVM, for tests and examples; its objects stay in a directory. {@link
 * dev.scd2.lake.embedded.FaultyS3} stands before it, or before another, and lets requests fail.
 *
 * <p>It needs {@code s3proxy} and {@code jakarta.servlet-api}, optional dependencies of this module, on the class path.
 */
@NullMarked
package dev.scd2.lake.embedded;

import org.jspecify.annotations.NullMarked;
