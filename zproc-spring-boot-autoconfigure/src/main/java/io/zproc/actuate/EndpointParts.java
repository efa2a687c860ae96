package io.zproc.actuate;

import java.util.function.Supplier;

import io.zproc.ProcessManager;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerOperations;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.swarm.Swarms;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;

/**
 * The parts of an application that the endpoint shows and operates.
 *
 * @param connection the state
 * @param supervisor the processes
 * @param operations starts and stops them
 * @param processes scales them
 * @param swarms the swarms
 * @param watchers the watchers of the application
 * @param workers the watchers that are workers, where those are threads
 * @since 0.1.0
 */
public record EndpointParts(StateConnection connection, WorkerSupervisor supervisor, WorkerOperations operations,
		Supplier<ProcessManager> processes, Swarms swarms, ApplicationWatchers watchers, ProcessWatcherTask workers) {

}
