package io.zproc.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network between clients and one port of a server: forwards bytes, and can cut all
 * connections, hold bytes back or delay them, or let nobody through.
 */
public final class CuttingProxy implements AutoCloseable {

	private final int target;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicLong bytesToServer = new AtomicLong();

	private final AtomicLong bytesToClients = new AtomicLong();

	private volatile boolean isRefusing;

	private boolean isStalled;

	private boolean areAnswersHeld;

	private Duration delay = Duration.ZERO;

	/**
	 * Creates a proxy on a port of its own.
	 * @param target the server's port on the loopback interface
	 */
	public CuttingProxy(int target) {
		this.target = target;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start("accept", this::acceptAll);
	}

	/**
	 * Where clients connect to.
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * How many connections were let through so far.
	 */
	public int accepted() {
		return this.accepted.get();
	}

	/**
	 * How many bytes clients have sent so far, those on their way included.
	 */
	public long bytesToServer() {
		return this.bytesToServer.get();
	}

	/**
	 * How many bytes the server has sent so far, those on their way included.
	 */
	public long bytesToClients() {
		return this.bytesToClients.get();
	}

	/**
	 * Ends all connections that are there, at once and in the middle of a message.
	 */
	public void cut() {
		this.sockets.forEach(CuttingProxy::close);
	}

	/**
	 * Ends all connections, and those to come.
	 */
	public void refuse() {
		this.isRefusing = true;
		cut();
	}

	/**
	 * Forwards nothing until further notice, and leaves connections open.
	 */
	public synchronized void stall() {
		this.isStalled = true;
	}

	/**
	 * Forwards nothing to clients until further notice. What they send arrives.
	 */
	public synchronized void holdAnswers() {
		this.areAnswersHeld = true;
	}

	/**
	 * Lets answers take longer from now on, each on its own.
	 * @param delay how much longer
	 */
	public synchronized void delayAnswers(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Works again.
	 */
	public synchronized void go() {
		this.isRefusing = false;
		this.isStalled = false;
		this.areAnswersHeld = false;
		notifyAll();
	}

	private synchronized void awaitGo(boolean isAnswer) throws InterruptedException {
		long readAt = System.nanoTime();
		while (isAnswer && System.nanoTime() - readAt < this.delay.toNanos()) {
			TimeUnit.NANOSECONDS.timedWait(this, this.delay.toNanos() - (System.nanoTime() - readAt));
		}
		while (this.isStalled || (isAnswer && this.areAnswersHeld)) {
			wait();
		}
	}

	private void acceptAll() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				if (this.isRefusing) {
					client.close();
					continue;
				}
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				this.sockets.add(client);
				this.sockets.add(server);
				this.accepted.incrementAndGet();
				start("to-server", () -> pump(client, server, false));
				start("to-client", () -> pump(server, client, true));
			}
		}
		catch (IOException ex) {
			// Closed, or the server is gone.
			cut();
		}
	}

	private void pump(Socket from, Socket to, boolean isAnswer) {
		byte[] buffer = new byte[16 * 1024];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				(isAnswer ? this.bytesToClients : this.bytesToServer).addAndGet(count);
				awaitGo(isAnswer);
				out.write(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			// Cut: the other direction ends with it.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			close(from);
			close(to);
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private static void start(String role, Runnable task) {
		Thread thread = new Thread(task, "zproc-test-proxy-" + role);
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		close(this.listener);
		cut();
		go();
	}

}
