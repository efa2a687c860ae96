package io.zproc;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How processes of a worker are to be started. Immutable: each method returns another
 * description.
 *
 * @param <T> the type of the method's result
 * @since 0.1.0
 */
public interface WorkerSpec<T> {

	/**
	 * Gives the processes a namespace.
	 * @param namespace the namespace that their {@link SharedState} is
	 * @return the description
	 */
	WorkerSpec<T> namespace(String namespace);

	/**
	 * Has the processes wait for {@link WorkerProcess#start()}.
	 * @return the description
	 */
	WorkerSpec<T> startLater();

	/**
	 * Starts one process. Does not wait until it runs.
	 * @param arguments the values of the method's parameters that are not injected, in
	 * their order; values as those of a {@link SharedState}
	 * @return the process
	 * @throws IllegalArgumentException when number or type of the arguments does not fit
	 * @throws ZProcException when an argument cannot be written, or the process cannot be
	 * started
	 */
	WorkerProcess<T> spawn(@Nullable Object... arguments);

	/**
	 * Starts several processes with the same arguments.
	 * @param count how many
	 * @param arguments the arguments of each
	 * @return the processes, in the order of their start
	 * @throws IllegalArgumentException as {@link #spawn}, and when the count is negative
	 */
	List<WorkerProcess<T>> spawnCount(int count, @Nullable Object... arguments);

	/**
	 * Starts one process for each item.
	 * @param items the items, each the first argument of its process
	 * @param arguments the other arguments of each
	 * @return the processes, in the order of the items
	 * @throws IllegalArgumentException as {@link #spawn}
	 */
	List<WorkerProcess<T>> spawnEach(Collection<?> items, @Nullable Object... arguments);

}
