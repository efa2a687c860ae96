package io.zproc.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.zproc.process.BareChildren;
import io.zproc.process.WorkerBootstrap;
import io.zproc.protocol.ServerAddress;

/**
 * A process of a tree: forks its own children as an application forks its workers, says
 * where it stands and who it is, and waits for its end. On the even levels there is a
 * worker that ignores its interrupt beside one that does not.
 */
public final class TreeMain {

	/** How many levels of workers are under the application. */
	static final int DEPTH = 4;

	static final String STUBBORN = "s";

	private static final String POLITE = "p";

	private static final List<String> JVM_ARGUMENTS = List.of("-Xmx24m", "-Xss512k", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
			"-Dslf4j.internal.verbosity=ERROR");

	private TreeMain() {
	}

	/**
	 * Runs the application at the root, or a worker of it.
	 * @param args the port of the test, for the application; workers get it over their
	 * pipe
	 * @throws IOException when the parent or the test is gone
	 */
	public static void main(String[] args) throws IOException {
		if (args.length > 0) {
			live(args[0], "");
			return;
		}
		InputStream pipe = System.in;
		List<String> arguments = WorkerBootstrap.readFrom(pipe).arguments();
		Thread main = Thread.currentThread();
		ParentPipe.listen(pipe, new ParentPipe.Listener() {

			@Override
			public void stop() {
				main.interrupt();
			}

			@Override
			public void taken() {
				// This one has no result.
			}

			@Override
			public void serverReplaced(ServerAddress address) {
				// This one has no state.
			}

		});
		live(arguments.get(0), arguments.get(1));
		System.exit(0);
	}

	/**
	 * The place in the tree is a letter for each level: how the process there behaves.
	 */
	private static void live(String port, String place) throws IOException {
		if (place.length() < DEPTH && !place.endsWith(STUBBORN)) {
			fork(port, place + POLITE);
			if (place.length() % 2 == 0) {
				fork(port, place + STUBBORN);
			}
		}
		try (Socket test = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
			new PrintStream(test.getOutputStream(), true, StandardCharsets.UTF_8)
				.println(ProcessHandle.current().pid() + " " + place);
		}
		boolean isInterrupted;
		do {
			isInterrupted = awaitInterrupt();
		}
		while (!isInterrupted || place.endsWith(STUBBORN));
	}

	private static boolean awaitInterrupt() {
		try {
			new CountDownLatch(1).await();
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private static void fork(String port, String place) throws IOException {
		BareChildren.fork(TreeMain.class, JVM_ARGUMENTS, "tree" + place, List.of(port, place));
	}

}
