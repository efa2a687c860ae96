package io.zproc;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Starts processes of the application's workers, and waits for them. A bean of the
 * application and of each of its processes: a worker may start further ones, which end
 * with it.
 *
 * <pre class="code">
 * WorkerProcess&lt;Integer&gt; process = processes.spawn(Jobs::bake, 5);
 * int cookies = process.await(Duration.ofMinutes(1));
 * </pre>
 *
 * Processes can be started from the moment at which the application's context is
 * refreshed, so in runners and listeners of {@code ApplicationReadyEvent}, until it is
 * closed. The bean may be used by many threads.
 *
 * @since 0.1.0
 */
// Of an exact method reference the compiler knows whether it returns something.
@SuppressWarnings("overloads")
public interface ProcessManager {

	/**
	 * The processes that were started here, or are to be: those of the application's
	 * start, too, and not those that other processes have started. One that has ended is
	 * forgotten after {@code zproc.processes.result-ttl}, or when there are more than
	 * {@code zproc.processes.keep}; who has the {@link WorkerProcess} keeps its result.
	 * @return the processes, in the order in which they were made
	 */
	List<WorkerProcess<?>> processes();

	/**
	 * Starts those of {@link #processes()} that were not started yet, except for those
	 * that are started when others are ready ({@link ZProcWorker#after}).
	 * @throws ZProcException when one cannot be started
	 */
	void startAll();

	/**
	 * Stops all of {@link #processes()}, as {@link WorkerProcess#stop} does: at the same
	 * time, but each before those that it is started after ({@link ZProcWorker#after}).
	 * Waits until they are over.
	 * @param grace how long each may take by itself
	 */
	void stopAll(Duration grace);

	/**
	 * Waits for all of some processes.
	 * @param <T> the type of their results
	 * @param processes the processes
	 * @param timeout how long to wait, for all together
	 * @return their results, in the order of the processes
	 * @throws ZProcException the first failure in the order of the processes, as
	 * {@link WorkerProcess#await} does; the others run on
	 */
	<T> List<@Nullable T> awaitAll(Collection<? extends WorkerProcess<? extends T>> processes, Duration timeout);

	/**
	 * Waits for all of some processes, whether they fail or not.
	 * @param <T> the type of their results
	 * @param processes the processes
	 * @param timeout how long to wait, for all together; what has not ended then has a
	 * {@link ProcessTimeoutException} as its failure
	 * @return what has come of each, in the order of the processes
	 * @throws ZProcException when the thread is interrupted, whose flag is set then
	 */
	<T> List<WorkerOutcome<T>> settleAll(Collection<? extends WorkerProcess<T>> processes, Duration timeout);

	/**
	 * Describes a process of a worker.
	 * @param <T> the type of the method's result
	 * @param method a reference to the worker's method
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	<T> WorkerSpec<T> describe(WorkerMethod method);

	/**
	 * Describes a process of a worker.
	 * @param name the name of the worker
	 * @return the description
	 * @throws IllegalArgumentException when there is no such worker
	 */
	WorkerSpec<Object> worker(String name);

	/**
	 * Changes how many processes of a worker the application keeps, in this run of it:
	 * instead of {@link ZProcWorker#instances}, also when it is called before the worker
	 * is started. Starts what is missing, as the application does, and does not wait for
	 * it to run; or stops those with the highest numbers, in their grace period, and
	 * waits until they are over. A process that has ended by itself counts, until it is
	 * stopped so. Those that were started by {@link #spawn} neither count nor stop; a
	 * number that one of them has is left out. Calls are done one after the other.
	 * @param name the name of a worker whose method takes no arguments
	 * @param instances how many, 0 allowed
	 * @throws IllegalArgumentException when there is no such worker, its method takes
	 * arguments, or the number is negative
	 * @throws IllegalStateException in a worker's process: those that it has started are
	 * its own affair
	 * @throws ZProcException when a process cannot be started; those before it run on,
	 * and are as many as are kept then
	 */
	void scale(String name, int instances);

	/**
	 * Starts a pool of processes that make calls of the application's workers. It is
	 * stopped with the application, or by {@link Swarm#close()}. Does not wait for its
	 * processes.
	 * @param name its name: letters, digits, '_', '-' and '.'
	 * @param size how many processes it shall have
	 * @return the swarm
	 * @throws IllegalArgumentException when the name or the size is not allowed
	 * @throws IllegalStateException when there is one of that name
	 */
	Swarm swarm(String name, int size);

	/**
	 * A swarm that runs, started by this process or another one of the application.
	 * @param name its name
	 * @return the swarm
	 * @throws IllegalStateException when there is none of that name
	 */
	Swarm swarm(String name);

	/**
	 * Starts a process of a worker; see {@link WorkerSpec#spawn(Object...)}.
	 * @param name the name of the worker
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when there is no such worker, or the arguments do
	 * not fit
	 */
	default WorkerProcess<Object> spawn(String name, @Nullable Object... arguments) {
		return worker(name).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has no parameters and returns
	 * something.
	 * @param <B> the type of the bean
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, R> WorkerSpec<R> worker(WorkerMethod.Function0<B, R> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has no parameters and returns something;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, R> WorkerProcess<R> spawn(WorkerMethod.Function0<B, R> method, @Nullable Object... arguments) {
		return this.<R>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has no parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B> WorkerSpec<Void> worker(WorkerMethod.Action0<B> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has no parameters and returns nothing;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B> WorkerProcess<Void> spawn(WorkerMethod.Action0<B> method, @Nullable Object... arguments) {
		return this.<Void>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has one parameter and returns
	 * something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, R> WorkerSpec<R> worker(WorkerMethod.Function1<B, P1, R> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has one parameter and returns something;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, R> WorkerProcess<R> spawn(WorkerMethod.Function1<B, P1, R> method, @Nullable Object... arguments) {
		return this.<R>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has one parameter and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1> WorkerSpec<Void> worker(WorkerMethod.Action1<B, P1> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has one parameter and returns nothing;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1> WorkerProcess<Void> spawn(WorkerMethod.Action1<B, P1> method, @Nullable Object... arguments) {
		return this.<Void>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has 2 parameters and returns
	 * something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, R> WorkerSpec<R> worker(WorkerMethod.Function2<B, P1, P2, R> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has 2 parameters and returns something;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, P2, R> WorkerProcess<R> spawn(WorkerMethod.Function2<B, P1, P2, R> method,
			@Nullable Object... arguments) {
		return this.<R>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has 2 parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2> WorkerSpec<Void> worker(WorkerMethod.Action2<B, P1, P2> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has 2 parameters and returns nothing; see
	 * {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, P2> WorkerProcess<Void> spawn(WorkerMethod.Action2<B, P1, P2> method,
			@Nullable Object... arguments) {
		return this.<Void>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has 3 parameters and returns
	 * something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3, R> WorkerSpec<R> worker(WorkerMethod.Function3<B, P1, P2, P3, R> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has 3 parameters and returns something;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, P2, P3, R> WorkerProcess<R> spawn(WorkerMethod.Function3<B, P1, P2, P3, R> method,
			@Nullable Object... arguments) {
		return this.<R>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has 3 parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3> WorkerSpec<Void> worker(WorkerMethod.Action3<B, P1, P2, P3> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has 3 parameters and returns nothing; see
	 * {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, P2, P3> WorkerProcess<Void> spawn(WorkerMethod.Action3<B, P1, P2, P3> method,
			@Nullable Object... arguments) {
		return this.<Void>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has 4 parameters and returns
	 * something.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3, P4, R> WorkerSpec<R> worker(WorkerMethod.Function4<B, P1, P2, P3, P4, R> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has 4 parameters and returns something;
	 * see {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param <R> the type of its result
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, P2, P3, P4, R> WorkerProcess<R> spawn(WorkerMethod.Function4<B, P1, P2, P3, P4, R> method,
			@Nullable Object... arguments) {
		return this.<R>describe(method).spawn(arguments);
	}

	/**
	 * Describes a process of a worker whose method has 4 parameters and returns nothing.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param method the method, such as {@code Jobs::bake}
	 * @return the description
	 * @throws IllegalArgumentException when it is no reference to a worker's method
	 */
	default <B, P1, P2, P3, P4> WorkerSpec<Void> worker(WorkerMethod.Action4<B, P1, P2, P3, P4> method) {
		return describe(method);
	}

	/**
	 * Starts a process of a worker whose method has 4 parameters and returns nothing; see
	 * {@link WorkerSpec#spawn(Object...)}.
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param method the method, such as {@code Jobs::bake}
	 * @param arguments the values of the parameters that are not injected
	 * @return the process
	 * @throws IllegalArgumentException when it is no reference to a worker's method, or
	 * the arguments do not fit
	 */
	default <B, P1, P2, P3, P4> WorkerProcess<Void> spawn(WorkerMethod.Action4<B, P1, P2, P3, P4> method,
			@Nullable Object... arguments) {
		return this.<Void>describe(method).spawn(arguments);
	}

}
