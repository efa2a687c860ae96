/**
 * Pools of processes: who owns one, and who has work done by it.
 */
@NullMarked
package io.zproc.process.swarm;

import org.jspecify.annotations.NullMarked;
