package io.zproc.process;

import io.zproc.Swarm;

/**
 * Makes and finds the swarms of the application.
 *
 * @since 0.1.0
 */
public interface SwarmFactory {

	/**
	 * Starts a swarm.
	 * @param name its name
	 * @param size how many processes it shall have
	 * @return the swarm
	 */
	Swarm create(String name, int size);

	/**
	 * Finds a swarm.
	 * @param name its name
	 * @return the swarm
	 * @throws IllegalStateException when there is none of that name
	 */
	Swarm find(String name);

}
