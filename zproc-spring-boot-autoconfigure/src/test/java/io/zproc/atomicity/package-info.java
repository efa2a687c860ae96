/**
 * What atomic functions promise, sentence by sentence: over both engines in one JVM, and
 * between processes that are killed and stopped.
 */
@NullMarked
package io.zproc.atomicity;

import org.jspecify.annotations.NullMarked;
