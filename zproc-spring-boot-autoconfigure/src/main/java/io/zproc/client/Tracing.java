package io.zproc.client;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Carries traces on to other threads and processes. Who sends gets a text that goes along
 * with what is sent; who receives it runs as a part of the same trace. Nobody but who
 * implements this looks into the text.
 *
 * @since 0.1.0
 */
public interface Tracing {

	/** Where nothing is traced. */
	Tracing NONE = new Tracing() {

		@Override
		public <T> T send(Step step, String name, String place, Function<String, T> action) {
			return action.apply("");
		}

		@Override
		public <E extends Exception> @Nullable Object receive(Step step, String name, String place, String trace,
				Action<E> action) throws E {
			return action.run();
		}

	};

	/**
	 * What is sent and received.
	 */
	enum Step {

		/** A process is started; its worker's method is run. */
		SPAWN,

		/** A task is given to a swarm; one of its calls is made. */
		TASK,

		/** A namespace is changed; a watcher is called. */
		CHANGE

	}

	/**
	 * What is done when something is received.
	 *
	 * @param <E> what it throws
	 */
	interface Action<E extends Exception> {

		/**
		 * Does it.
		 * @return the result
		 * @throws E when it fails
		 */
		@Nullable Object run() throws E;

	}

	/**
	 * Sends something, as a part of the trace that the current thread is in.
	 * @param <T> what the action returns
	 * @param step what is sent
	 * @param name the worker that is to do it, empty when that is not known
	 * @param place the namespace, or the swarm of a task
	 * @param action sends it, with the text that goes along: empty when there is no trace
	 * @return what the action returns
	 */
	<T> T send(Step step, String name, String place, Function<String, T> action);

	/**
	 * Does what was received, as a part of the trace that came along.
	 * @param <E> what the action throws
	 * @param step what was received
	 * @param name the worker or the watcher that does it
	 * @param place the namespace, or the swarm of a task
	 * @param trace the text that came along, empty for none
	 * @param action does it
	 * @return what the action returns
	 * @throws E what the action throws
	 */
	<E extends Exception> @Nullable Object receive(Step step, String name, String place, String trace, Action<E> action)
			throws E;

}
