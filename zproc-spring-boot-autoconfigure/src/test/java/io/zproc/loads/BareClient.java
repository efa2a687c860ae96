package io.zproc.loads;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.client.StateClient;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import io.zproc.testing.ForkedJvm;

/**
 * A client without Spring: what a worker's process has of ZProc, in a JVM that starts in
 * half a second.
 */
public final class BareClient implements AutoCloseable {

	/** Generous: the machine may be busy with everything else that is tested. */
	public static final Duration BOUND = Duration.ofSeconds(270);

	/** How many arguments of a JVM say where its server is. */
	public static final int ADDRESS_ARGUMENTS = 4;

	private final UUID session = UUID.randomUUID();

	private final JeroMqEngine engine;

	private final StateClient client;

	public BareClient(ServerAddress address, String name, int instance) {
		this(address, name, instance, BOUND);
	}

	public BareClient(ServerAddress address, String name, int instance, Duration requestTimeout) {
		this.engine = new JeroMqEngine(address, this.session,
				new Origin(name, instance, ProcessHandle.current().pid(), 1, ""));
		this.client = new StateClient(this.engine,
				new ValueCodec(List.of("io.zproc"), BareClient.class.getClassLoader()), requestTimeout);
	}

	/**
	 * A client at the address that the first arguments of a JVM name.
	 */
	public static BareClient of(String[] args, String name, int instance) {
		return of(args, name, instance, BOUND);
	}

	public static BareClient of(String[] args, String name, int instance, Duration requestTimeout) {
		return new BareClient(new ServerAddress(args[0], args[1], args[2], Long.parseLong(args[3])), name, instance,
				requestTimeout);
	}

	/**
	 * A JVM that is told where its server is, and then what to do.
	 */
	public static ForkedJvm jvm(Class<?> main, ServerAddress address, Object... args) {
		ForkedJvm.Builder builder = ForkedJvm.of(main)
			.jvmArgs("-Xmx256m", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
			.args(address.requests(), address.changes(), address.secret(), String.valueOf(address.pid()));
		for (Object arg : args) {
			builder.args(String.valueOf(arg));
		}
		return builder.start();
	}

	/**
	 * Waits, in such a JVM, until its test says go.
	 */
	public static void awaitGo() throws IOException {
		System.in.read();
	}

	/**
	 * Lets such a JVM go.
	 */
	public static void go(ForkedJvm jvm) throws IOException {
		jvm.stdin().write('\n');
		jvm.stdin().flush();
	}

	public StateClient client() {
		return this.client;
	}

	public SharedState state() {
		return this.client.state("default");
	}

	/** Who ends it frees what this client holds. */
	public UUID session() {
		return this.session;
	}

	public JeroMqEngine engine() {
		return this.engine;
	}

	@Override
	public void close() {
		this.engine.close();
	}

}
