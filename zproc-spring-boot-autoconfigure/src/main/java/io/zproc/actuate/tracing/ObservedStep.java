package io.zproc.actuate.tracing;

/**
 * What the context of each of ZProc's observations knows.
 *
 * @since 0.1.0
 */
public interface ObservedStep {

	/**
	 * What is observed.
	 * @return the kind of observation
	 */
	ZProcObservation observation();

	/**
	 * Who does it.
	 * @return the name of the worker or the watcher, empty when it has none
	 */
	String who();

	/**
	 * Where it is done.
	 * @return the namespace, or the swarm of a task
	 */
	String place();

}
