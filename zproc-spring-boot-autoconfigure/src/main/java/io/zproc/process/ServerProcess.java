package io.zproc.process;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

import io.zproc.protocol.ServerAddress;
import io.zproc.server.SavedNamespace;
import io.zproc.server.ServerAnnouncement;
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

	private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(1);

	private final ForkedProcess process;

	private final ChildPipe pipe;

	private final ServerAddress address;

	private volatile boolean isClosing;

	private ServerProcess(ForkedProcess process, ChildPipe pipe, ServerAddress address) {
		this.process = process;
		this.pipe = pipe;
		this.address = address;
	}

	/**
	 * Forks a state server and waits until it is ready.
	 * @param settings how to run it
	 * @return the server
	 * @throws LaunchException when it does not start in time; its process is gone then
	 */
	public static ServerProcess start(ServerSettings settings) {
		return start(settings, List.of(), (line) -> {
		});
	}

	/**
	 * Forks a state server and waits until it is ready, or the thread is interrupted.
	 * @param saved what it begins with
	 * @param lines is told each line of its output, on the thread that reads it
	 */
	static ServerProcess start(ServerSettings settings, List<SavedNamespace> saved, Consumer<String> lines) {
		List<String> jvmArguments = new ArrayList<>();
		jvmArguments.add("-Xmx" + settings.maxHeap());
		// A server without memory cannot keep its promises; its end is noticed.
		jvmArguments.add("-XX:+ExitOnOutOfMemoryError");
		jvmArguments.add("-XX:+UseSerialGC");
		jvmArguments.add("-Xshare:auto");
		jvmArguments.addAll(settings.jvmArgs());
		String secret = random();
		String token = random();
		try (ReadyPort ready = new ReadyPort(token)) {
			ForkedProcess process = ForkedProcess.start("state-server",
					ApplicationLayout.detect().serverCommand(jvmArguments), "zproc.server", lines);
			// A server that does not read, however much there is, holds up nobody.
			ChildPipe pipe = new ChildPipe("state-server", process.pipe());
			process.onExit(() -> {
				pipe.close();
				ready.wake();
			});
			try {
				pipe.send(new ServerBootstrap(secret, ready.port(), token, settings.limits(), saved)::writeTo);
				ServerAnnouncement announced = ready.await(settings.startTimeout(),
						() -> process.isAlive() && !Thread.currentThread().isInterrupted());
				if (announced == null) {
					throw notReady(process, settings.startTimeout());
				}
				ServerAddress address = new ServerAddress(announced.requests(), announced.changes(), secret,
						process.pid());
				logger.info("State server is ready at {} after {} ms", address, process.age().toMillis());
				logger.debug("State server (pid {}) started: {}", process.pid(),
						phases(announced).since(process.forkedAtMillis()));
				return new ServerProcess(process, pipe, address);
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

	private static StartPhases phases(ServerAnnouncement announced) {
		StartPhases phases = new StartPhases();
		phases.reached("main", announced.mainAtMillis());
		phases.reached("sockets bound", announced.boundAtMillis());
		phases.reached("ready");
		return phases;
	}

	private static LaunchException notReady(ForkedProcess process, Duration timeout) {
		return new LaunchException("The state server was not ready after " + process.age().toMillis() + " ms"
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
	void onDeath(Consumer<ServerDeath> listener) {
		Thread thread = new Thread(() -> {
			try {
				int exitCode = this.process.awaitExit();
				Duration lifetime = this.process.age();
				if (!this.isClosing) {
					this.process.awaitOutput(OUTPUT_TIMEOUT);
					listener.accept(new ServerDeath(this.process.pid(), exitCode, lifetime, this.process.lastLines()));
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
	 * Ends the server: asks it over its pipe, which ends then, and signals and kills it
	 * when that is not enough.
	 */
	@Override
	public void close() {
		this.isClosing = true;
		boolean wasAlive = this.process.isAlive();
		this.pipe.send(ServerBootstrap.LEAVE);
		this.pipe.close();
		this.process.end(CLOSE_GRACE);
		if (wasAlive) {
			logger.info("State server (pid {}) has ended after {} ms", this.process.pid(),
					this.process.age().toMillis());
		}
	}

}
