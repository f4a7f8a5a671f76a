/** What the packages of the engine share and do not promise to anybody else. */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.internal;
