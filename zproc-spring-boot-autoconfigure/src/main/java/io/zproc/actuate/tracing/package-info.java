/**
 * Traces that go on in other processes, by Micrometer's observations.
 */
@NullMarked
package io.zproc.actuate.tracing;

import org.jspecify.annotations.NullMarked;
