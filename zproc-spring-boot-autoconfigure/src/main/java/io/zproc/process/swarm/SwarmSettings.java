package io.zproc.process.swarm;

import java.time.Duration;

import io.zproc.process.RestartLimits;
import io.zproc.server.swarm.DispatcherLimits;

/**
 * The bounds of the application's swarms.
 *
 * @param limits of memory and patience
 * @param restarts how dead processes are replaced
 * @param stopGrace how long processes may take to stop
 * @since 0.1.0
 */
public record SwarmSettings(DispatcherLimits limits, RestartLimits restarts, Duration stopGrace) {

}
