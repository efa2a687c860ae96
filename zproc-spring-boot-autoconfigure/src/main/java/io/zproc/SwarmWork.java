package io.zproc;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Calls of one worker's method by the processes of a {@link Swarm}. Immutable, and safe
 * for use by many threads.
 * <p>
 * Arguments and results are values as those of the state are. A call whose process dies
 * is made again by another one (at least once), unless it is acknowledged early. A task
 * fails with the first of its calls that throws; what is left of it is dropped.
 *
 * @param <R> the type of the method's result
 * @since 0.1.0
 */
public interface SwarmWork<R> {

	/**
	 * How many calls a process gets at once, by {@link #map} and {@link #stream}. One
	 * message then stands for so many calls, and they share the fate of their process.
	 * @param calls the number, 1 if this is not said
	 * @return such work
	 */
	SwarmWork<R> chunk(int calls);

	/**
	 * How many chunks {@link #stream} has under way before the first result is taken.
	 * @param chunks the number, 100 if this is not said
	 * @return such work
	 */
	SwarmWork<R> ahead(int chunks);

	/**
	 * Lets a call count as done when a process is given it: it never runs twice, and is
	 * lost when that process dies.
	 * @return such work
	 */
	SwarmWork<R> acknowledgeEarly();

	/**
	 * Bounds how long {@link #run} and {@link #map} wait, and {@link #stream} for each
	 * chunk; without it they wait until the swarm has an answer or is closed.
	 * @param timeout how long; what is not there by then is cancelled
	 * @return such work
	 */
	SwarmWork<R> timeout(Duration timeout);

	/**
	 * Makes a call, and waits for its result.
	 * @param arguments the values of the parameters that are not injected
	 * @return the result
	 * @throws IllegalArgumentException when the arguments do not fit
	 * @throws RemoteException when the method threw
	 * @throws SwarmTaskException when it has no result for another reason
	 * @throws ProcessTimeoutException when it is not there in time
	 * @throws ZProcException when the thread is interrupted: its flag is set again, and
	 * the call is cancelled
	 */
	R run(@Nullable Object... arguments);

	/**
	 * Has a call made. Does not wait. When this process ends, the call is cancelled.
	 * @param arguments the values of the parameters that are not injected
	 * @return the call
	 * @throws IllegalArgumentException when the arguments do not fit
	 */
	SwarmTask<R> submit(@Nullable Object... arguments);

	/**
	 * Has a call made whose result is kept until somebody takes it, in whatever process:
	 * {@link Swarm#take}. Does not wait. It is made also when this process ends.
	 * @param arguments the values of the parameters that are not injected
	 * @return the id of the task
	 * @throws IllegalArgumentException when the arguments do not fit
	 */
	String post(@Nullable Object... arguments);

	/**
	 * Calls the method once for each item, and waits for all results.
	 * @param items the values of the first parameter
	 * @param arguments the values of the other parameters
	 * @return the results, in the order of the items
	 * @throws IllegalArgumentException when the arguments do not fit
	 * @throws RemoteException when a call threw
	 * @throws SwarmTaskException when there is no result for another reason
	 * @throws ProcessTimeoutException when they are not there in time
	 * @throws ZProcException when the thread is interrupted: its flag is set again, and
	 * the calls are cancelled
	 */
	List<R> map(Collection<?> items, @Nullable Object... arguments);

	/**
	 * Calls the method once for each item, as the results are taken: items are read only
	 * so far ahead as {@link #ahead} says. The stream is sequential and ordered; close it
	 * when it is left before its end, which cancels what is under way. Taking from it
	 * throws what {@link #map} throws.
	 * @param items the values of the first parameter, which may be without end
	 * @param arguments the values of the other parameters
	 * @return the results, in the order of the items
	 */
	Stream<R> stream(Stream<?> items, @Nullable Object... arguments);

}
