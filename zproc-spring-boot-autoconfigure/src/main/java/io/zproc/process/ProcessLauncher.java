package io.zproc.process;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.Reports.Report;
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

	private final JvmOptions options = JvmOptions.ofThisJvm();

	private final Map<String, WorkerInstance> running = new ConcurrentHashMap<>();

	private @Nullable Watcher reports;

	/**
	 * Creates a launcher.
	 * @param connection the state that the workers share
	 * @param main the class whose main runs a worker
	 */
	public ProcessLauncher(StateConnection connection, Class<?> main) {
		this.connection = connection;
		this.main = main;
	}

	@Override
	public synchronized WorkerHandle launch(WorkerDefinition worker, int instance, LaunchPlan plan, long since,
			Consumer<ProcessRecord> listener) {
		if (this.reports == null) {
			this.reports = new Reports(this.connection.client()).state().watch().forEach(this::reported);
		}
		WorkerInstance started = WorkerInstance.start(worker, instance, plan, this.connection.address(), since,
				this.options, this.main, listener);
		this.running.put(started.session().toString(), started);
		started.superviseWith(this::died);
		return started;
	}

	private void reported(StateChange change) {
		for (String session : change.keys()) {
			Report report = Report.of(change.after().get(session));
			WorkerInstance instance = this.running.get(session);
			if (report != null && instance != null) {
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
