/**
 * A Kafka broker inside this JVM, for tests and examples; its topics stay in a directory.
 *
 * <p>It needs {@code kafka_2.13}, {@code kafka-metadata}, {@code kafka-server} and {@code kafka-server-common}, optional
 * dependencies of this module, on the class path.
 */
@NullMarked
package dev.scd2.kafka.embedded;

import org.jspecify.annotations.NullMarked;
