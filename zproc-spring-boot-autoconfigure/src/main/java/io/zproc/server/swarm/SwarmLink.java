package io.zproc.server.swarm;

import io.zproc.protocol.SwarmMessage;

/**
 * A connection to the dispatcher of a swarm, from this JVM or another one. Safe for use
 * by many threads; nothing blocks but {@link #close()}, and that for seconds at the most.
 *
 * @since 0.1.0
 */
public interface SwarmLink extends AutoCloseable {

	/**
	 * Says something to the dispatcher. What is said on a link that is lost is dropped:
	 * its receiver was told, or will be.
	 * @param message what to say
	 */
	void send(SwarmMessage message);

	/**
	 * Says good-bye.
	 */
	@Override
	void close();

	/**
	 * What the dispatcher says. Called on the link's own thread, which must not be held
	 * up.
	 */
	interface Receiver {

		/**
		 * A message came.
		 * @param message the message
		 */
		void received(SwarmMessage message);

		/**
		 * Nothing will come any more.
		 * @param why what happened, for people
		 */
		void lost(String why);

	}

}
