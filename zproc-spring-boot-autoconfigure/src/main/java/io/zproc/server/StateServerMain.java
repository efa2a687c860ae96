package io.zproc.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

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

	/** The exit code of a server that could not start, or failed. */
	static final int EXIT_FAILED = 70;

	/**
	 * How long the server outlives a parent that left in an orderly way, and has ended
	 * its workers before, for the sake of other clients that write.
	 */
	private static final Duration LINGER = Duration.ofSeconds(1);

	/**
	 * How long the server outlives a parent that died, while somebody is connected:
	 * workers stop when they notice it, and their beans may still write. A worker that
	 * takes longer than a second halts itself, at whatever depth, so that a healthy one
	 * is gone by then and only one that is stopped (SIGSTOP) is not.
	 */
	private static final Duration ORPHAN_LINGER = Duration.ofSeconds(2);

	/** How long a signalled server waits for its parent to end. */
	private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(60);

	private StateServerMain() {
	}

	/**
	 * Runs a server until the standard input ends or, started by hand, until a signal.
	 * @param args none, or what the server is told on the command line
	 */
	public static void main(String[] args) {
		long mainAtMillis = System.currentTimeMillis();
		if (args.length > 0) {
			StandaloneServer.run(args);
			return;
		}
		int exitCode = EXIT_FAILED;
		try {
			serve(System.in, mainAtMillis);
			exitCode = 0;
		}
		catch (IOException | RuntimeException ex) {
			System.err.println("The state server ends: " + ex);
			ex.printStackTrace();
		}
		finally {
			// Whatever threads there are: nobody is left who would end them.
			Runtime.getRuntime().halt(exitCode);
		}
	}

	private static void serve(InputStream pipe, long mainAtMillis) throws IOException {
		ServerBootstrap bootstrap = ServerBootstrap.readFrom(pipe);
		Runtime.getRuntime().addShutdownHook(new Thread(StateServerMain::awaitParent, "zproc-server-signal"));
		try (StateServer server = new StateServer(ServerBinding.ephemeral(bootstrap.secret()), bootstrap.limits(),
				bootstrap.saved())) {
			new ServerAnnouncement(bootstrap.readyToken(), server.requests(), server.changes(), mainAtMillis,
					System.currentTimeMillis())
				.sendTo(bootstrap.readyPort());
			server.awaitSilence(isOrderly(pipe) ? LINGER : ORPHAN_LINGER);
		}
	}

	/**
	 * Waits for the end of the pipe.
	 * @return whether the parent has said that it leaves
	 */
	private static boolean isOrderly(InputStream pipe) {
		boolean isOrderly = false;
		try {
			for (int word = pipe.read(); word != -1; word = pipe.read()) {
				isOrderly |= word == ServerBootstrap.LEAVE;
			}
		}
		catch (IOException ex) {
			System.err.println("The pipe from the parent broke, which is its end: " + ex);
		}
		return isOrderly;
	}

	/**
	 * Holds a shutdown up: the end of the pipe halts the JVM meanwhile.
	 */
	private static void awaitParent() {
		try {
			Thread.currentThread().join(SIGNAL_TIMEOUT.toMillis());
			System.err.println("The state server ends: it was signalled, and its parent did not end within "
					+ SIGNAL_TIMEOUT.toSeconds() + " s");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
