/**
 * What runs inside the JVM of a worker.
 */
@NullMarked
package io.zproc.worker;

import org.jspecify.annotations.NullMarked;
