package io.zproc.server;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import zmq.Msg;
import zmq.ZMQ.Event;
import zmq.io.Metadata;

/**
 * Connections that were accepted, and on which no request has come yet. JeroMQ's time-out
 * for handshakes ends with the greeting, which a stranger can send: he could stay for
 * ever, and keep the memory of a frame that never comes. Here he is given a few seconds.
 */
final class SilentConnections {

	private static final long PATIENCE_NANOS = 5_000_000_000L;

	private final Map<String, Accepted> silent = new ConcurrentHashMap<>();

	private record Accepted(SocketChannel channel, long atNanos) {

	}

	/**
	 * On JeroMQ's thread, before anything is read from the connection.
	 */
	void accepted(Event event) {
		if (event.arg instanceof SocketChannel channel) {
			try {
				// The name that JeroMQ gives to it in each message.
				String peer = new zmq.io.net.Address(channel.getRemoteAddress()).address();
				this.silent.put(peer, new Accepted(channel, System.nanoTime()));
			}
			catch (IOException ex) {
				// It is closed already: nothing is left to be ended.
				this.silent.values().removeIf((accepted) -> accepted.channel.equals(channel));
			}
		}
	}

	void heard(Msg message) {
		if (!this.silent.isEmpty()) {
			Metadata metadata = message.getMetadata();
			String peer = (metadata != null) ? metadata.get(Metadata.PEER_ADDRESS) : null;
			if (peer != null) {
				this.silent.remove(peer);
			}
		}
	}

	/**
	 * Lets JeroMQ read the end of those that were silent for too long, which closes them.
	 */
	void endOverdue() {
		if (!this.silent.isEmpty()) {
			long now = System.nanoTime();
			this.silent.values()
				.removeIf((accepted) -> now - accepted.atNanos >= PATIENCE_NANOS && shutDown(accepted.channel));
		}
	}

	private static boolean shutDown(SocketChannel channel) {
		try {
			channel.shutdownInput();
		}
		catch (ClosedChannelException ex) {
			return true;
		}
		catch (IOException ex) {
			// The kernel says that the other end is gone, which JeroMQ has read, too.
			return true;
		}
		return true;
	}

}
