/**
 * The state server: the only writer of the state, in a JVM of its own.
 */
@NullMarked
package io.zproc.server;

import org.jspecify.annotations.NullMarked;
