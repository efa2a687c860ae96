package io.zproc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import io.zproc.protocol.ServerAddress;
import io.zproc.testing.ForkedJvm;

/**
 * A state server that is started by hand, at addresses that stay the same when it is
 * started again.
 */
public final class StandaloneJvm implements AutoCloseable {

	public static final String SECRET = "only the tests know";

	private static final Duration BOUND = Duration.ofSeconds(60);

	private final String requests = freeAddress("127.0.0.1");

	private final String changes = freeAddress("127.0.0.1");

	private ForkedJvm jvm;

	public StandaloneJvm() {
		this.jvm = launch();
	}

	private ForkedJvm launch() {
		ForkedJvm started = ForkedJvm.of(StateServerMain.class)
			.jvmArgs("-Xmx64m")
			.environment(ServerArguments.SECRET, SECRET)
			.args("--requests", this.requests, "--changes=" + this.changes, "--session-grace", "1s")
			.start();
		started.awaitLine("listens at", BOUND);
		return started;
	}

	/**
	 * Kills the server, and starts another one in its place.
	 */
	public void replace() {
		kill();
		this.jvm = launch();
	}

	public void kill() {
		this.jvm.kill9();
		this.jvm.close();
	}

	public ForkedJvm jvm() {
		return this.jvm;
	}

	/**
	 * The address as an application knows it that was told to use this server.
	 */
	public ServerAddress address() {
		return new ServerAddress(this.requests, this.changes, SECRET, 0);
	}

	public static String freeAddress(String host) {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
			return "tcp://" + host + ":" + socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.jvm.close();
	}

}
