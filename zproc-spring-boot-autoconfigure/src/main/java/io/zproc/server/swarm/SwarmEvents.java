package io.zproc.server.swarm;

/**
 * What who keeps the processes of a swarm must know. Called on the dispatcher's thread,
 * which must not be held up.
 *
 * @since 0.1.0
 */
public interface SwarmEvents {

	/**
	 * A process has connected.
	 * @param worker its number
	 */
	void ready(int worker);

	/**
	 * A process is not connected any more. It gets no work, and what it had waits for its
	 * end.
	 * @param worker its number
	 */
	void disconnected(int worker);

	/**
	 * A caller wants another number of processes.
	 * @param size the number
	 */
	void resize(int size);

	/**
	 * Something has happened: the tally is not what it was.
	 */
	void progressed();

}
