package io.zproc.server.swarm;

import io.zproc.protocol.SwarmMessage;

/**
 * Where the {@link Dispatcher} puts what it has to say.
 */
interface DispatcherOutbox {

	/**
	 * Says something to a process of the swarm, or to a caller.
	 * @param peer who, as it was handed in
	 * @param message what
	 */
	void send(Object peer, SwarmMessage message);

}
