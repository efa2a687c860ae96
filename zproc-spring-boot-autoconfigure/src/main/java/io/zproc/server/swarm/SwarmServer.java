package io.zproc.server.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.zproc.protocol.ServerAddress;
import io.zproc.server.BoundedJoin;
import io.zproc.server.SafeSockets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;

/**
 * The dispatcher of a swarm, with its thread and, when its processes are processes, its
 * socket. It starts no process: it is told of those that there are.
 *
 * @since 0.1.0
 */
public final class SwarmServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SwarmServer.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final String name;

	private final @Nullable ZContext context;

	private final @Nullable ServerAddress address;

	private final DispatcherLoop loop;

	private final Thread thread;

	private final AtomicBoolean isClosed = new AtomicBoolean();

	/**
	 * Starts a dispatcher.
	 * @param name the name of the swarm
	 * @param limits its bounds
	 * @param secret the password for its socket on the loopback interface; {@code null}
	 * when all is in this JVM, and there is no socket
	 * @param events is told what happens
	 */
	public SwarmServer(String name, DispatcherLimits limits, @Nullable String secret, SwarmEvents events) {
		this.name = name;
		this.context = (secret != null) ? SafeSockets.context(this::ioThreadDied) : null;
		try {
			RouterPort port = null;
			ServerAddress bound = null;
			if (this.context != null && secret != null) {
				port = new RouterPort(this.context, secret, limits.maxMessageBytes());
				bound = new ServerAddress(port.address(), port.address(), secret, ProcessHandle.current().pid());
			}
			this.address = bound;
			this.loop = new DispatcherLoop(name, limits, port, events);
		}
		catch (IOException ex) {
			if (this.context != null) {
				SafeSockets.close(this.context);
			}
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(this.loop, "zproc-swarm-" + name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void ioThreadDied(Thread died, Throwable ex) {
		logger.error("Swarm '{}' fails: its thread {} ended", this.name, died.getName(), ex);
		abandon("Its I/O thread failed with " + ex);
	}

	/**
	 * Where its processes, and callers in other processes, connect.
	 * @return the address, {@code null} when all is in this JVM
	 */
	public @Nullable ServerAddress address() {
		return this.address;
	}

	/**
	 * A link for somebody in this JVM.
	 * @param receiver hears what the dispatcher says
	 * @return the link
	 */
	public SwarmLink connect(SwarmLink.Receiver receiver) {
		return new LocalLink(this.loop, receiver);
	}

	/**
	 * How many processes there shall be, for who asks.
	 * @param processes the number
	 */
	public void size(int processes) {
		this.loop.size(processes);
	}

	/**
	 * A process was started and will connect.
	 * @param worker its number, never used before
	 */
	public void started(int worker) {
		this.loop.execute(() -> this.loop.dispatcher().started(worker));
	}

	/**
	 * A process shall leave after what it has begun.
	 * @param worker its number
	 */
	public void retire(int worker) {
		this.loop.execute(() -> this.loop.dispatcher().retire(worker));
	}

	/**
	 * A process has ended.
	 * @param worker its number
	 * @param description what happened to it, for people
	 * @param isItsOwn whether nobody has asked for it
	 */
	public void died(int worker, String description, boolean isItsOwn) {
		this.loop.execute(() -> this.loop.dispatcher().died(worker, description, isItsOwn));
	}

	/**
	 * Refuses what waits, and what comes. What was begun may end.
	 * @param why what to tell
	 */
	public void refuse(String why) {
		this.loop.execute(() -> this.loop.dispatcher().close(why));
	}

	/**
	 * Refuses everything, begun or not.
	 * @param why what to tell
	 */
	public void abandon(String why) {
		this.loop.execute(() -> this.loop.dispatcher().abandon(why));
	}

	/**
	 * How far it is.
	 * @return the tally
	 */
	public Tally tally() {
		return this.loop.tally();
	}

	/**
	 * How many processes are ready to work.
	 * @return the number
	 */
	public int ready() {
		return this.loop.ready();
	}

	/**
	 * Whether no process has anything to do.
	 * @return whether it is so
	 */
	public boolean isAtRest() {
		return this.loop.isAtRest();
	}

	/**
	 * Ends the dispatcher: what is not over is refused. Waits for up to 5 seconds, and
	 * keeps the interrupt flag.
	 */
	@Override
	public void close() {
		if (!this.isClosed.compareAndSet(false, true)) {
			return;
		}
		this.loop.stop();
		BoundedJoin.of(this.thread, CLOSE_TIMEOUT);
		if (this.context != null) {
			SafeSockets.close(this.context);
		}
	}

}
