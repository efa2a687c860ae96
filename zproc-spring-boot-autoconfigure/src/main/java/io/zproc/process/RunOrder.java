package io.zproc.process;

import java.util.List;

/**
 * One run of a worker that is to be launched.
 *
 * @param worker the worker
 * @param instance the number of the instance
 * @param attempt how often it was started, this time included
 * @param namespace the namespace of its state
 * @param since the version of that namespace before it was started for the first time
 * @param arguments the encoded values of its method's parameters that are not injected
 * @param trace the trace that its start belongs to, empty for none
 * @param plan what it must know of the application
 * @since 0.1.0
 */
public record RunOrder(WorkerDefinition worker, int instance, int attempt, String namespace, long since,
		List<byte[]> arguments, String trace, LaunchPlan plan) {

	/**
	 * What people call it.
	 * @return name and instance
	 */
	public String label() {
		return this.worker.name() + "-" + this.instance;
	}

	RunOrder again(int attempt) {
		return new RunOrder(this.worker, this.instance, attempt, this.namespace, this.since, this.arguments, this.trace,
				this.plan);
	}

}
