package io.zproc;

/**
 * How far a {@link Swarm} is: its processes, and the calls that it was given.
 *
 * @param size how many processes it shall have
 * @param processes how many are ready to work
 * @param waiting calls that no process was given yet
 * @param running calls that processes were given
 * @param done calls that have returned
 * @param failed calls that have thrown, or were lost with their process
 * @param setAside calls of chunks that have killed too many processes
 * @param cancelled calls that nobody wanted any more
 * @since 0.1.0
 */
public record SwarmProgress(int size, int processes, long waiting, long running, long done, long failed, long setAside,
		long cancelled) {

}
