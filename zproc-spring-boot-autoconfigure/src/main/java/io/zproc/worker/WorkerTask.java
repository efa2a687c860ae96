package io.zproc.worker;

import io.zproc.process.WorkerDefinition;

/**
 * What a worker does with its method when that is not just to call it. A bean of the
 * application's context.
 *
 * @since 0.1.0
 */
public interface WorkerTask {

	/**
	 * Whether this is what the worker needs.
	 * @param worker the worker
	 * @return whether to run it
	 */
	boolean supports(WorkerDefinition worker);

	/**
	 * Runs until the thread is interrupted.
	 * @param bean the worker's bean
	 * @param worker the worker
	 * @param identity which run of it this is
	 * @throws Exception when the method fails and the worker shall end
	 */
	void run(Object bean, WorkerDefinition worker, WorkerIdentity identity) throws Exception;

}
