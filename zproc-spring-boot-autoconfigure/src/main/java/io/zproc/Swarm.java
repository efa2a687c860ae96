package io.zproc;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A pool of processes that make calls of the application's {@link ZProcWorker} methods
 * (and of nothing else): {@link ProcessManager#swarm(String, int)}. In in-process mode
 * they are threads. Safe for use by many threads.
 * <p>
 * A process that dies is replaced, after a delay that grows. Its calls are given to
 * another one: they may run twice, unless they are acknowledged early. Calls that kill
 * {@code zproc.swarm.max-kills} processes in a row are set aside with an error. When too
 * many processes die in a short time the swarm fails, and says so to who waits.
 *
 * @since 0.1.0
 */
// Of an exact method reference the compiler knows whether it returns something.
@SuppressWarnings("overloads")
public interface Swarm extends AutoCloseable {

	/**
	 * Its name.
	 * @return the name
	 */
	String name();

	/**
	 * Work of a worker.
	 * @param <R> the type of the method's result
	 * @param method a reference to the worker's method
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	<R> SwarmWork<R> describe(WorkerMethod method);

	/**
	 * Work of a worker.
	 * @param name the name of the worker
	 * @return the work
	 * @throws IllegalArgumentException when there is no such worker
	 */
	SwarmWork<Object> worker(String name);

	/**
	 * Waits for the result of a task that was posted, and takes it: nobody gets it twice.
	 * @param <T> the type of the result
	 * @param task the id of the task
	 * @param type the type, as in {@link SharedState#get(String, Class)}
	 * @param timeout how long to wait
	 * @return the result
	 * @throws RemoteException when the method threw
	 * @throws SwarmTaskException when it has no result for another reason
	 * @throws ProcessTimeoutException when it is not there in time; it can be taken later
	 * @throws ZProcException when the thread is interrupted; its flag is set again
	 */
	<T> @Nullable T take(String task, Class<T> type, Duration timeout);

	/**
	 * Cancels a task, whoever has submitted it. Does not wait.
	 * @param task the id of the task
	 */
	void cancel(String task);

	/**
	 * Changes the number of processes. Does not wait: processes that are too many leave
	 * after the chunk that they are at. A swarm that was stopped or has failed stays as
	 * it is.
	 * @param size the number; with 0 the work waits
	 */
	void resize(int size);

	/**
	 * How far the swarm is, a moment ago: a result may come before it is counted. In the
	 * process that owns it this does not block; in others it asks, and waits for 10
	 * seconds at the most.
	 * @return the progress
	 */
	SwarmProgress progress();

	/**
	 * Listens to the progress. Several changes may be told as one, but the last one
	 * always is. Only in the process that owns the swarm.
	 * @param listener called on the swarm's own thread, which processes are started on
	 * @return ends it
	 * @throws UnsupportedOperationException in another process
	 */
	Watching onProgress(Consumer<SwarmProgress> listener);

	/**
	 * Stops the swarm: what waits is refused, what runs may end, and then its processes
	 * are stopped; those that take longer are killed. Returns when that is over. In a
	 * process that does not own it this only leaves it.
	 * @param grace how long what runs may take
	 */
	void stop(Duration grace);

	/**
	 * Stops the swarm by force: its processes are killed, and all that is not over is
	 * refused. In a process that does not own it this only leaves it.
	 */
	void kill();

	/**
	 * Stops the swarm within {@code zproc.worker.stop-grace}.
	 */
	@Override
	void close();

	/**
	 * Something that listens.
	 */
	interface Watching extends AutoCloseable {

		/**
		 * Ends it.
		 */
		@Override
		void close();

	}

	/**
	 * Work of a worker whose method has no parameters and returns something.
	 * @param <B> the type of the bean
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, R> SwarmWork<R> worker(WorkerMethod.Function0<B, R> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has no parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B> SwarmWork<Void> worker(WorkerMethod.Action0<B> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has one parameter and returns something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, R> SwarmWork<R> worker(WorkerMethod.Function1<B, P1, R> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has one parameter and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1> SwarmWork<Void> worker(WorkerMethod.Action1<B, P1> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has 2 parameters and returns something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, R> SwarmWork<R> worker(WorkerMethod.Function2<B, P1, P2, R> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has 2 parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2> SwarmWork<Void> worker(WorkerMethod.Action2<B, P1, P2> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has 3 parameters and returns something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3, R> SwarmWork<R> worker(WorkerMethod.Function3<B, P1, P2, P3, R> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has 3 parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3> SwarmWork<Void> worker(WorkerMethod.Action3<B, P1, P2, P3> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has 4 parameters and returns something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3, P4, R> SwarmWork<R> worker(WorkerMethod.Function4<B, P1, P2, P3, P4, R> method) {
		return describe(method);
	}

	/**
	 * Work of a worker whose method has 4 parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the work
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3, P4> SwarmWork<Void> worker(WorkerMethod.Action4<B, P1, P2, P3, P4> method) {
		return describe(method);
	}

	/**
	 * {@link SwarmWork#run(Object...)} for a method with one parameter.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param argument its argument
	 * @return the result
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, R> R run(WorkerMethod.Function1<B, P1, R> method, P1 argument) {
		return this.<R>describe(method).run(argument);
	}

	/**
	 * {@link SwarmWork#submit(Object...)} for a method with one parameter.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param argument its argument
	 * @return the call
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, R> SwarmTask<R> submit(WorkerMethod.Function1<B, P1, R> method, P1 argument) {
		return this.<R>describe(method).submit(argument);
	}

	/**
	 * {@link SwarmWork#map(Collection, Object...)} for a method with one parameter.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param items its arguments
	 * @return the results, in the order of the items
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, R> List<R> map(WorkerMethod.Function1<B, P1, R> method, Collection<? extends P1> items) {
		return this.<R>describe(method).map(items);
	}

	/**
	 * {@link SwarmWork#stream(Stream, Object...)} for a method with one parameter.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param items its arguments, which may be without end
	 * @return the results, in the order of the items
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, R> Stream<R> stream(WorkerMethod.Function1<B, P1, R> method, Stream<? extends P1> items) {
		return this.<R>describe(method).stream(items);
	}

}
