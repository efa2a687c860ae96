package io.zproc.server.swarm;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;

import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Ask;
import io.zproc.protocol.SwarmMessage.Attach;
import io.zproc.protocol.SwarmMessage.Cancel;
import io.zproc.protocol.SwarmMessage.Finished;
import io.zproc.protocol.SwarmMessage.Ready;
import io.zproc.protocol.SwarmMessage.Resize;
import io.zproc.protocol.SwarmMessage.Returned;
import io.zproc.protocol.SwarmMessage.Status;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.protocol.SwarmMessage.Take;
import io.zproc.protocol.SwarmMessage.Welcome;
import io.zproc.server.CommandQueue;
import io.zproc.server.swarm.RouterPort.RemotePeer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a swarm's one thread: takes what callers and processes say, has the
 * dispatcher decide, and sends what it says. Everybody else enqueues and wakes it.
 */
final class DispatcherLoop implements Runnable, RouterPort.Receiver {

	private static final Logger logger = LoggerFactory.getLogger(DispatcherLoop.class);

	/** A flood of submissions must not keep results from coming in. */
	private static final int MAX_COMMANDS_PER_PASS = 512;

	private final String name;

	private final DispatcherLimits limits;

	private final @Nullable RouterPort port;

	private final SwarmEvents events;

	private final Selector selector;

	private final Dispatcher dispatcher;

	private final CommandQueue commands;

	/** Which process is at the other end, for those that are processes of the swarm. */
	private final Map<Object, Integer> workers = new HashMap<>();

	private volatile int size;

	private volatile int ready;

	private volatile Tally tally = new Tally(0, 0, 0, 0, 0, 0);

	private volatile boolean isAtRest = true;

	private volatile boolean isStopped;

	private volatile boolean isOver;

	DispatcherLoop(String name, DispatcherLimits limits, @Nullable RouterPort port, SwarmEvents events)
			throws IOException {
		this.name = name;
		this.limits = limits;
		this.port = port;
		this.events = events;
		this.selector = Selector.open();
		this.commands = new CommandQueue(this.selector);
		if (port != null) {
			port.register(this.selector);
		}
		this.dispatcher = new Dispatcher(limits, this::send, System::nanoTime);
	}

	// From any thread

	void execute(Runnable command) {
		this.commands.add(command);
	}

	void stop() {
		execute(() -> this.isStopped = true);
	}

	Tally tally() {
		return this.tally;
	}

	int ready() {
		return this.ready;
	}

	boolean isAtRest() {
		return this.isAtRest;
	}

	void size(int processes) {
		this.size = processes;
	}

	// On the owner's thread

	@Override
	@SuppressWarnings("ThreadPriorityCheck") // see ServerLoop
	public void run() {
		try {
			while (!this.isStopped) {
				if (pollOnce() == 0 && this.commands.sleep(this.dispatcher.quietMs()) > 0 && pollOnce() == 0) {
					Thread.yield();
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The dispatcher of swarm '{}' ends", this.name, ex);
			this.dispatcher.abandon("Swarm '" + this.name + "' failed: " + ex);
		}
		finally {
			close();
		}
	}

	private int pollOnce() {
		int work = this.commands.run(MAX_COMMANDS_PER_PASS);
		if (this.port != null) {
			work += this.port.receive(this);
		}
		this.dispatcher.tick();
		if (this.port != null) {
			work += this.port.flush();
		}
		if (work > 0) {
			publish();
		}
		return work;
	}

	private void publish() {
		Tally now = this.dispatcher.tally();
		this.ready = this.dispatcher.ready();
		this.isAtRest = this.dispatcher.isAtRest();
		if (!now.equals(this.tally)) {
			this.tally = now;
			this.events.progressed();
		}
	}

	Dispatcher dispatcher() {
		return this.dispatcher;
	}

	@Override
	public void received(RemotePeer peer, SwarmMessage message) {
		handle(peer, message);
	}

	@Override
	public void disconnected(RemotePeer peer) {
		gone(peer);
	}

	void gone(Object peer) {
		Integer worker = this.workers.remove(peer);
		if (worker != null) {
			this.dispatcher.disconnected(worker);
			this.events.disconnected(worker);
		}
		else {
			this.dispatcher.callerGone(peer);
		}
	}

	void handle(Object peer, SwarmMessage message) {
		if (message instanceof Submit submit) {
			this.dispatcher.submit(peer, submit);
		}
		else if (message instanceof Take take) {
			this.dispatcher.take(peer, take.task());
		}
		else if (message instanceof Cancel cancel) {
			this.dispatcher.cancel(cancel.task());
		}
		else if (message instanceof Resize resize) {
			this.events.resize(resize.size());
		}
		else if (message instanceof Ask ask) {
			Tally now = this.dispatcher.tally();
			send(peer, new Status(ask.id(), this.size, this.dispatcher.ready(), now.toList()));
		}
		else if (message instanceof Attach) {
			send(peer, new Welcome(this.limits.maxMessageBytes()));
		}
		else {
			handleWorker(peer, message);
		}
	}

	private void handleWorker(Object peer, SwarmMessage message) {
		Integer worker = this.workers.get(peer);
		if (message instanceof Ready hello) {
			// First of all, so that the process knows that its connection works.
			send(peer, new Welcome(this.limits.maxMessageBytes()));
			if (worker == null && this.dispatcher.ready(hello.worker(), peer)) {
				this.workers.put(peer, hello.worker());
				this.events.ready(hello.worker());
			}
		}
		else if (worker != null && message instanceof Finished finished) {
			this.dispatcher.finished(worker, finished);
		}
		else if (worker != null && message instanceof Returned returned) {
			this.dispatcher.returned(worker, returned.chunks());
		}
		else {
			logger.debug("Swarm '{}' passes over {}", this.name, message);
		}
	}

	private void send(Object peer, SwarmMessage message) {
		if (peer instanceof RemotePeer remote) {
			if (this.port != null && !this.isOver) {
				this.port.add(remote, message);
			}
		}
		else {
			((LocalLink) peer).receive(message);
		}
	}

	private void close() {
		this.dispatcher.abandon("Swarm '" + this.name + "' is closed");
		if (this.port != null) {
			this.port.flush();
			this.port.close();
		}
		this.isOver = true;
		// From the next line on the dispatcher is touched by others.
		publish();
		this.commands.ownerIsGone();
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("The selector could not be closed", ex);
		}
	}

}
