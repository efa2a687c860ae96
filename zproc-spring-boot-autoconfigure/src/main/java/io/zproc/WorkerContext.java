package io.zproc;

/**
 * What a worker method may ask about the process that it runs in, as a parameter.
 *
 * @since 0.1.0
 */
public interface WorkerContext {

	/**
	 * The name of the worker.
	 * @return the name
	 */
	String name();

	/**
	 * The number of this instance.
	 * @return a number from 1
	 */
	int instance();

	/**
	 * How often this instance has been started.
	 * @return a number from 1
	 */
	int attempt();

	/**
	 * How often the method was called again in this process, because it had thrown.
	 * @return 0 in the first run, 1 in the one after the first exception
	 */
	int retry();

	/**
	 * Says that the worker is ready: those that are started after it are started, when
	 * all of its instances are. To be called in a worker with
	 * {@link ZProcWorker#reportsReady}; else it is ready already, and nothing happens, as
	 * at the second call, and after the method has ended. Any thread may call it. Takes a
	 * round trip to the state server, 5 seconds at the most.
	 * @throws ZProcException when the server cannot be told; it can be tried again
	 */
	void ready();

	/**
	 * Says that the method gets on. A worker's process has heartbeats by itself as long
	 * as its JVM runs, also when its method is stuck; from the first call of this on, and
	 * until the present call of the method is over, they are the method's: it counts as
	 * hung when it does not call this again within
	 * {@link ZProcWorker#heartbeatTimeout()}. Call it wherever the method gets on,
	 * however often: it counts, and does nothing else. Any thread may call it.
	 */
	void heartbeat();

}
