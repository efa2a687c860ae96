package io.zproc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.zproc.Origin;
import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Pack;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Publication;
import io.zproc.protocol.Reply;
import io.zproc.protocol.RequestCodec;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;

/**
 * The work of the server's one thread: takes the requests that are there, applies them,
 * then publishes and answers.
 */
final class ServerLoop implements Runnable {

	private static final int MAX_REQUESTS_PER_PASS = 256;

	private static final long TIMER_INTERVAL_MS = 50;

	/** Fewer than may wait for a subscriber. */
	private static final int MAX_ANNOUNCED = 500;

	private final ServerSockets sockets;

	private final Selector selector;

	private final Mail mail;

	private final StateMachine machine;

	private final long heartbeatIntervalNanos;

	private long lastHeartbeatNanos = System.nanoTime();

	/** What is still to be announced to who follows all namespaces. */
	private Iterator<String> unannounced = Collections.emptyIterator();

	private volatile boolean isStopped;

	private volatile int connectedSessions;

	ServerLoop(ServerSockets sockets, String epoch, ServerLimits limits, List<SavedNamespace> saved, Selector selector)
			throws IOException {
		this.sockets = sockets;
		this.selector = selector;
		this.mail = new Mail(sockets, epoch);
		this.machine = new StateMachine(epoch, limits, this.mail, System::nanoTime);
		// It is the parent that has kept them.
		Origin parent = Origin.ofApplication(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
		saved.forEach((namespace) -> this.machine.restore(namespace, parent));
		this.heartbeatIntervalNanos = limits.heartbeatIntervalMs() * 1_000_000;
		sockets.authentication.register(selector);
		sockets.router.getFD().register(selector, SelectionKey.OP_READ);
		sockets.publisher.getFD().register(selector, SelectionKey.OP_READ);
	}

	/**
	 * Yields on a wake-up without work: JeroMQ's signaller was preempted half-way, and a
	 * selector that is asked again at once would spin until it goes on.
	 */
	@Override
	@SuppressWarnings("ThreadPriorityCheck")
	public void run() {
		try {
			while (!this.isStopped) {
				int work = pollOnce();
				if (work == 0 && sleep() > 0 && pollOnce() == 0) {
					// A wake-up without work: JeroMQ's signaller was preempted half-way,
					// and
					// a selector that is asked again at once would spin until it goes on.
					Thread.yield();
				}
			}
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.sockets.close();
		}
	}

	private int sleep() throws IOException {
		boolean isTimed = this.machine.hasTimers() || this.mail.isAnythingWaiting();
		int selected = this.selector.select(isTimed ? TIMER_INTERVAL_MS : this.heartbeatIntervalNanos / 1_000_000);
		this.selector.selectedKeys().clear();
		return selected;
	}

	/**
	 * One pass.
	 * @return how many messages were taken
	 */
	private int pollOnce() {
		int work = this.sockets.authentication.pollOnce() + takeSubscriptions() + takeRequests();
		this.machine.tick();
		this.sockets.silent.endOverdue();
		heartbeat();
		// A send may take a socket's signal with it, so what was sent counts as work: the
		// sockets are looked at again before the loop sleeps.
		work += this.mail.flush();
		this.connectedSessions = this.machine.connectedSessions();
		this.mail.expectSubscribers(this.connectedSessions);
		return work;
	}

	private int takeRequests() {
		int count = 0;
		byte[] identity;
		while (count < MAX_REQUESTS_PER_PASS && !this.mail.isHeavy()
				&& (identity = this.sockets.router.recv(ZMQ.DONTWAIT)) != null) {
			byte[] message = body();
			Peer peer = new Peer(identity);
			count++;
			if (message == null) {
				continue;
			}
			if (Arrays.equals(message, ServerSockets.DISCONNECTED)) {
				this.mail.forget(peer);
				this.machine.disconnected(peer);
				continue;
			}
			count += takeParts(peer, message) - 1;
		}
		return count;
	}

	private int takeParts(Peer peer, byte[] message) {
		try {
			List<byte[]> parts = Pack.split(message);
			if (Pack.isPack(message)) {
				this.mail.mayPack(peer);
			}
			parts.forEach((part) -> take(peer, part));
			return Math.max(1, parts.size());
		}
		catch (MalformedMessageException ex) {
			this.mail.reply(peer, 0, new Reply.Failure(Reply.Code.MALFORMED, String.valueOf(ex.getMessage())));
			return 1;
		}
	}

	private void take(Peer peer, byte[] message) {
		try {
			this.machine.handle(peer, RequestCodec.decode(message));
		}
		catch (MalformedMessageException ex) {
			this.mail.reply(peer, RequestCodec.sequence(message),
					new Reply.Failure(Reply.Code.MALFORMED, String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * The one frame behind the identity; a message of another shape is read to its end
	 * and dropped.
	 */
	private byte @Nullable [] body() {
		byte[] message = null;
		int frames = 0;
		while (this.sockets.router.hasReceiveMore()) {
			Msg frame = this.sockets.router.base().recv(0);
			this.sockets.silent.heard(frame);
			message = this.sockets.frames.take(frame);
			frames++;
		}
		return (frames == 1) ? message : null;
	}

	private int takeSubscriptions() {
		int count = 0;
		byte[] message;
		while (count < MAX_REQUESTS_PER_PASS && (message = this.sockets.publisher.recv(ZMQ.DONTWAIT)) != null) {
			count++;
			if (message.length == 1 && (message[0] == 0 || message[0] == 1)) {
				// The empty topic, which all others begin with.
				this.mail.followAll(message[0] == 1);
				announceSome();
				continue;
			}
			String namespace = (message.length > 0)
					? Publication.namespace(Arrays.copyOfRange(message, 1, message.length)) : null;
			if (namespace != null && message[0] == 1) {
				this.mail.subscribe(namespace, this.machine.version(namespace));
			}
			else if (namespace != null && message[0] == 0) {
				this.mail.unsubscribe(namespace);
			}
		}
		return count;
	}

	private void heartbeat() {
		long now = System.nanoTime();
		if (now - this.lastHeartbeatNanos >= this.heartbeatIntervalNanos) {
			this.lastHeartbeatNanos = now;
			for (String namespace : this.mail.subscribed()) {
				this.mail.announce(namespace, this.machine.version(namespace));
			}
			announceSome();
		}
	}

	/**
	 * In turn, because there may be more than a subscriber's queue can hold.
	 */
	private void announceSome() {
		if (!this.mail.isFollowedInAll()) {
			return;
		}
		this.mail.announce(Protocol.NOBODY, 0);
		if (!this.unannounced.hasNext()) {
			this.unannounced = this.machine.namespaces().iterator();
		}
		for (int i = 0; i < MAX_ANNOUNCED && this.unannounced.hasNext(); i++) {
			String namespace = this.unannounced.next();
			this.mail.announce(namespace, this.machine.version(namespace));
		}
	}

	int connectedSessions() {
		return this.connectedSessions;
	}

	void stop() {
		this.isStopped = true;
		this.selector.wakeup();
	}

}
