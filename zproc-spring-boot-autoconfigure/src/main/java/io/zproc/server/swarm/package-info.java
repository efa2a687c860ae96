/**
 * Giving the tasks of a swarm to its processes.
 */
@NullMarked
package io.zproc.server.swarm;

import org.jspecify.annotations.NullMarked;
