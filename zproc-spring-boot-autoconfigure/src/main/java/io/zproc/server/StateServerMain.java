package io.zproc.server;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The state server's process, started by an application or by hand.
 * <p>
 * Without arguments its standard input is a pipe from its parent: the end of it means
 * that the parent is gone, however it went, and ends the server. A signal does not:
 * Ctrl-C reaches the whole group at once, and the workers still want to write.
 * <p>
 * With arguments (see {@code --help} and {@code docs/server.md}) it serves until a signal
 * ends it, and takes no notice of its standard input.
 *
 * @since 0.1.0
 */
public final class StateServerMain {

	/** How long the server outlives its parent for the sake of clients that write. */
	private static final long LINGER_MS = 1_000;

	/** How long a signalled server waits for its parent to end. */
	private static final long SIGNAL_TIMEOUT_MS = 60_000;

	private StateServerMain() {
	}

	/**
	 * Runs a server until the standard input ends or, started by hand, until a signal.
	 * @param args none, or what the server is told on the command line
	 * @throws IOException when the server cannot be started
	 * @throws InterruptedException never: nobody interrupts the main thread
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		if (args.length > 0) {
			StandaloneServer.run(args);
			return;
		}
		InputStream pipe = System.in;
		ServerBootstrap bootstrap = ServerBootstrap.readFrom(pipe);
		CountDownLatch ended = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitQuietly(ended), "zproc-server-signal"));
		StateServer server = new StateServer(bootstrap.secret(), bootstrap.limits());
		announce(bootstrap, server);
		awaitEnd(pipe);
		long lingerUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MS);
		while (server.connectedSessions() > 0 && System.nanoTime() < lingerUntil) {
			ended.await(20, TimeUnit.MILLISECONDS);
		}
		server.close();
		ended.countDown();
		Runtime.getRuntime().halt(0);
	}

	private static void announce(ServerBootstrap bootstrap, StateServer server) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bootstrap.readyPort());
				DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
			out.writeUTF(bootstrap.readyToken());
			out.writeUTF(server.address().requests());
			out.writeUTF(server.address().changes());
		}
	}

	private static void awaitEnd(InputStream pipe) {
		try {
			// The parent says nothing more; only the end of the pipe counts.
			pipe.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			System.err.println("The pipe from the parent broke, which is its end: " + ex);
		}
	}

	private static void awaitQuietly(CountDownLatch ended) {
		try {
			if (!ended.await(SIGNAL_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
				System.err.println("The state server ends: it was signalled, and its parent did not end within "
						+ SIGNAL_TIMEOUT_MS + " ms");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
