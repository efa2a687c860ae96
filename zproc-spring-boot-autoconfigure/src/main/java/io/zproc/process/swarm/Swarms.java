package io.zproc.process.swarm;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.Swarm;
import io.zproc.SwarmProgress;
import io.zproc.ZProcException;
import io.zproc.client.jeromq.SwarmConnection;
import io.zproc.process.RunEntries;
import io.zproc.process.StateConnection;
import io.zproc.process.SwarmFactory;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerSupervisor;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Attach;
import io.zproc.protocol.SwarmMessage.Ready;
import io.zproc.server.swarm.SwarmLink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The swarms that this process owns, and those of other processes that it uses. Where
 * each one is stands on the state server, for all processes of the application.
 *
 * @since 0.1.0
 */
public final class Swarms implements SwarmFactory, AutoCloseable {

	/** The worker that a process of a swarm runs. */
	public static final String WORKER = WorkerDefinition.SWARM;

	/** A socket's password is as long as that of the state server. */
	private static final int SECRET_BYTES = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final Logger logger = LoggerFactory.getLogger(Swarms.class);

	private final StateConnection connection;

	private final WorkerDefinitions workers;

	private final WorkerSupervisor supervisor;

	private final Supplier<ProcessManager> processes;

	private final SwarmSettings settings;

	private final boolean isInThreads;

	private final Map<String, Owned> owned = new ConcurrentHashMap<>();

	private final Map<String, ApplicationSwarm> joined = new ConcurrentHashMap<>();

	private record Owned(PoolKeeper keeper, ApplicationSwarm swarm) {

	}

	/**
	 * Creates a registry without swarms.
	 * @param connection the state
	 * @param workers the workers of the application
	 * @param supervisor starts their processes
	 * @param processes starts the swarms' processes
	 * @param settings the bounds of all swarms
	 * @param isInThreads whether processes are threads of this one
	 */
	public Swarms(StateConnection connection, WorkerDefinitions workers, WorkerSupervisor supervisor,
			Supplier<ProcessManager> processes, SwarmSettings settings, boolean isInThreads) {
		this.connection = connection;
		this.workers = workers;
		this.supervisor = supervisor;
		this.processes = processes;
		this.settings = settings;
		this.isInThreads = isInThreads;
	}

	@Override
	public synchronized Swarm create(String name, int size) {
		if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
			throw new IllegalArgumentException(
					"Name of a swarm: '" + name + "' (expected: letters, digits, '_', '-' and '.')");
		}
		if (size < 0) {
			throw new IllegalArgumentException("Size of swarm '" + name + "': " + size + " (expected: >= 0)");
		}
		String key = RunEntries.key(this.supervisor.run(), name);
		PoolKeeper keeper = new PoolKeeper(name, this.settings,
				(number) -> this.processes.get().worker(WORKER).spawn(name, number),
				this.isInThreads ? null : secret());
		ServerAddress address = keeper.address();
		Map<String, Object> entry = (address != null)
				? Map.of("address", address.requests(), "secret", address.secret(), "pid", address.pid()) : Map.of();
		if (entries().putIfAbsent(key, entry) != null) {
			keeper.stop(this.settings.stopGrace());
			throw new IllegalStateException("There is a swarm '" + name + "' in this application already");
		}
		SwarmCaller caller = new SwarmCaller(name, this.connection, this.settings.limits().maxMessageBytes(),
				keeper::connect);
		SwarmControl control = new RegisteredControl(keeper, () -> left(name, key));
		ApplicationSwarm swarm = new ApplicationSwarm(name, this.workers, caller, control, this.settings.stopGrace());
		this.owned.put(name, new Owned(keeper, swarm));
		keeper.resize(size);
		return swarm;
	}

	private SharedState entries() {
		return this.connection.client().reserved(RunEntries.SWARMS);
	}

	private void left(String name, String key) {
		this.owned.remove(name);
		try {
			entries().remove(key);
		}
		catch (ZProcException ex) {
			logger.warn("The address of swarm '{}' could not be removed: {}", name, ex.getMessage());
		}
	}

	/**
	 * The swarms that this process owns, as far as they are.
	 * @return their progress, by their names
	 */
	public Map<String, SwarmProgress> progress() {
		Map<String, SwarmProgress> progress = new TreeMap<>();
		this.owned.forEach((name, each) -> progress.put(name, each.keeper().progress()));
		return progress;
	}

	private static String secret() {
		byte[] bytes = new byte[SECRET_BYTES];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	@Override
	public Swarm find(String name) {
		Owned own = this.owned.get(name);
		if (own != null) {
			return own.swarm();
		}
		return this.joined.compute(name, (key, known) -> (known != null && !known.isLost()) ? known : join(name));
	}

	private ApplicationSwarm join(String name) {
		SwarmCaller caller = new SwarmCaller(name, this.connection, this.settings.limits().maxMessageBytes(),
				(receiver) -> connect(name, new Attach(), receiver));
		return new ApplicationSwarm(name, this.workers, caller, new RemoteControl(name, caller),
				this.settings.stopGrace());
	}

	/**
	 * Joins a swarm as one of its processes.
	 * @param name its name
	 * @param number the number that its owner has given the process
	 * @return connects
	 */
	public Function<SwarmLink.Receiver, SwarmLink> member(String name, int number) {
		return (receiver) -> {
			Owned own = this.owned.get(name);
			if (own == null) {
				return connect(name, new Ready(number), receiver);
			}
			SwarmLink link = own.keeper().connect(receiver);
			link.send(new Ready(number));
			return link;
		};
	}

	private SwarmLink connect(String name, SwarmMessage hello, SwarmLink.Receiver receiver) {
		Object entry = entries().get(RunEntries.key(this.supervisor.run(), name));
		ServerAddress address = (entry instanceof Map<?, ?> map) ? address(map) : null;
		if (address == null) {
			throw new IllegalStateException("There is no swarm '" + name + "' in this application");
		}
		return SwarmConnection.open(name, address, hello, receiver, SwarmConnection.WELCOME_TIMEOUT);
	}

	private static @Nullable ServerAddress address(Map<?, ?> entry) {
		if (entry.get("address") instanceof String address && entry.get("secret") instanceof String secret
				&& entry.get("pid") instanceof Number pid) {
			return new ServerAddress(address, address, secret, pid.longValue());
		}
		return null;
	}

	/**
	 * Stops the swarms of this process, each within the grace period, and leaves those of
	 * others.
	 */
	@Override
	public void close() {
		List.copyOf(this.owned.values()).forEach((each) -> each.swarm().close());
		this.joined.values().forEach(ApplicationSwarm::close);
		this.joined.clear();
	}

}
