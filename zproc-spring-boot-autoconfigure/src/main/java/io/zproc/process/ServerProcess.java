package io.zproc.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

import io.zproc.protocol.ServerAddress;
import io.zproc.server.ServerBootstrap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state server's JVM, as its parent sees it.
 *
 * @since 0.1.0
 */
public final class ServerProcess implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ServerProcess.class);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

	private final ForkedProcess process;

	private final ServerAddress address;

	private volatile boolean isClosing;

	private ServerProcess(ForkedProcess process, ServerAddress address) {
		this.process = process;
		this.address = address;
	}

	/**
	 * Forks a state server and waits until it is ready.
	 * @param settings how to run it
	 * @return the server
	 * @throws LaunchException when it does not start in time; its process is gone then
	 */
	public static ServerProcess start(ServerSettings settings) {
		List<String> jvmArguments = new ArrayList<>();
		jvmArguments.add("-Xmx" + settings.maxHeap());
		// A server without memory cannot keep its promises; its end is noticed.
		jvmArguments.add("-XX:+ExitOnOutOfMemoryError");
		jvmArguments.add("-XX:+UseSerialGC");
		jvmArguments.add("-Xshare:auto");
		jvmArguments.addAll(settings.jvmArgs());
		String secret = random();
		String token = random();
		try (ServerSocket ready = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
			ForkedProcess process = ForkedProcess.start("state-server",
					ApplicationLayout.detect().serverCommand(jvmArguments), "zproc.server");
			try {
				new ServerBootstrap(secret, ready.getLocalPort(), token, settings.limits()).writeTo(process.pipe());
				ServerAddress address = awaitReady(process, ready, token, secret, settings.startTimeout());
				logger.info("State server is ready at {} after {} ms", address, process.age().toMillis());
				return new ServerProcess(process, address);
			}
			catch (IOException | RuntimeException ex) {
				process.end(Duration.ZERO);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new LaunchException("The state server could not be started: " + ex,
					"See the lines of 'zproc.server' in the log.", ex);
		}
	}

	private static ServerAddress awaitReady(ForkedProcess process, ServerSocket ready, String token, String secret,
			Duration timeout) throws IOException {
		ready.setSoTimeout(100);
		while (process.age().compareTo(timeout) < 0 && process.isAlive()) {
			try (Socket socket = ready.accept()) {
				socket.setSoTimeout(1_000);
				DataInputStream in = new DataInputStream(socket.getInputStream());
				// Anybody on this machine may connect to the port; only our child knows
				// the token.
				if (token.equals(in.readUTF())) {
					return new ServerAddress(in.readUTF(), in.readUTF(), secret, process.pid());
				}
			}
			catch (SocketTimeoutException ex) {
				logger.trace("The state server is not ready yet", ex);
			}
		}
		throw new LaunchException("The state server was not ready after " + process.age().toMillis() + " ms"
				+ (process.isAlive() ? "" : ", its process has ended") + "; its last output: " + process.lastLines(),
				"Raise zproc.server.start-timeout (" + timeout + ") on a slow machine, and check zproc.server.max-heap"
						+ " and zproc.server.jvm-args.",
				null);
	}

	private static String random() {
		byte[] bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	/**
	 * Where the server is.
	 * @return the address
	 */
	public ServerAddress address() {
		return this.address;
	}

	/**
	 * Has somebody told when the server ends although nobody closed it.
	 * @param listener is told what happened, on a thread of its own
	 */
	public void onDeath(Consumer<String> listener) {
		Thread thread = new Thread(() -> {
			try {
				int exitCode = this.process.awaitExit();
				if (!this.isClosing) {
					listener.accept(ExitCodes.describe("The state server", this.process.pid(), exitCode,
							this.process.age(), "zproc.server.max-heap"));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "zproc-exit-state-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Ends the server: closes its pipe, and signals and kills it when that is not enough.
	 */
	@Override
	public void close() {
		this.isClosing = true;
		this.process.closePipe();
		this.process.end(CLOSE_GRACE);
	}

}
