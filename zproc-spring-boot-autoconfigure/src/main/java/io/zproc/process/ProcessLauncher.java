package io.zproc.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.DebugPort.Debugging;
import io.zproc.process.Reports.Report;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches workers as processes, and listens to what they report.
 *
 * @since 0.1.0
 */
public final class ProcessLauncher implements WorkerLauncher {

	private static final Logger logger = LoggerFactory.getLogger(ProcessLauncher.class);

	private final StateConnection connection;

	private final Class<?> main;

	private final EventSink events;

	private final WorkerHeaps heaps;

	private final JvmOptions options = JvmOptions.ofThisJvm();

	private final Map<String, WorkerInstance> running = new ConcurrentHashMap<>();

	private @Nullable Watcher reports;

	/**
	 * Creates a launcher.
	 * @param connection the state that the workers share
	 * @param main the class whose main runs a worker
	 * @param events listens to what the workers tell
	 * @param heaps the largest heaps of the workers
	 */
	public ProcessLauncher(StateConnection connection, Class<?> main, EventSink events, WorkerHeaps heaps) {
		this.connection = connection;
		this.main = main;
		this.events = events;
		this.heaps = heaps;
		connection.onServerReplaced(this::serverReplaced);
	}

	/**
	 * Not while one is launched: what it is told first is its bootstrap.
	 */
	private synchronized void serverReplaced(ServerAddress address) {
		this.running.values().forEach((instance) -> instance.serverReplaced(address));
	}

	@Override
	public synchronized WorkerHandle launch(RunOrder order, RunListener listener) {
		StateClient client = this.connection.client();
		if (this.reports == null) {
			this.reports = new Reports(client).state().watch().forEach(this::reported);
		}
		this.events.listen(client, order.plan().run());
		WorkerDefinition worker = order.worker();
		List<String> jvmArguments = new ArrayList<>(this.options.structural());
		jvmArguments.add("-Xmx" + this.heaps.of(worker));
		jvmArguments.add("-XX:+ExitOnOutOfMemoryError");
		jvmArguments.add("-Xshare:auto");
		jvmArguments.addAll(worker.jvmArgs());
		if (worker.life().debugging() != Debugging.OFF) {
			jvmArguments.add(DebugPort.option(worker.life().debugging()));
		}
		LaunchCommand command = ApplicationLayout.detect().applicationCommand(jvmArguments, this.main);
		UUID session = UUID.randomUUID();
		ForkedProcess process = ForkedProcess.start(order.label(), command, "zproc.worker." + worker.name(),
				new DebugPort(order.label()).andThen((line) -> listener.wrote(order.attempt(), line)));
		WorkerInstance started = new WorkerInstance(order, session, process, client, listener);
		this.running.put(session.toString(), started);
		this.heaps.check(this.running.values().stream().map(WorkerInstance::worker).toList());
		started.begin(bootstrap(order, session), this::died);
		return started;
	}

	private WorkerBootstrap bootstrap(RunOrder order, UUID session) {
		LaunchPlan plan = order.plan();
		return new WorkerBootstrap(this.connection.address(), this.connection.isServerReplaceable(), session,
				plan.run(), order.worker().name(), order.instance(), order.attempt(), order.namespace(), order.since(),
				plan.mainClass(), plan.sources(), plan.properties(), plan.arguments(), plan.systemProperties(),
				this.heaps.byDefault(), Math.toIntExact(order.worker().life().heartbeat().interval().toMillis()),
				order.arguments(), order.trace());
	}

	private void reported(StateChange change) {
		for (String session : change.keys()) {
			WorkerInstance instance = this.running.get(session);
			Report report = (instance != null) ? Report.read(change.after().get(session)) : null;
			if (instance != null && report != null) {
				instance.reported(report);
			}
		}
	}

	private @Nullable Report died(WorkerInstance instance) {
		StateClient client = this.connection.client();
		this.running.remove(instance.session().toString());
		try {
			// At once: the dead process may hold a turn that others wait for.
			client.engine().endSession(instance.session()).await(client.requestTimeout());
			return new Reports(client).take(instance.session());
		}
		catch (ZProcException ex) {
			logger.warn("The state server could not be told that worker '{}' is dead: {}", instance.record().key(),
					ex.getMessage());
			return null;
		}
	}

	@Override
	public synchronized void close() {
		if (this.reports != null) {
			this.reports.close();
		}
	}

}
