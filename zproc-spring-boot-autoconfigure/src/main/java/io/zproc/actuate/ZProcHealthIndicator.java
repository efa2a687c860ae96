package io.zproc.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.zproc.ServerInfo;
import io.zproc.ZProcException;
import io.zproc.process.ProcessRecord;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Is down when the state server does not answer in time, when a worker that the
 * application has started by itself has failed and is not started again, when one of its
 * processes is hung, or when a watcher of the application has ended or lags too far
 * behind. Starts nothing: a state that nobody has used yet is well.
 *
 * @since 0.1.0
 */
public class ZProcHealthIndicator implements HealthIndicator {

	private final StateConnection connection;

	private final WorkerSupervisor supervisor;

	private final ApplicationWatchers watchers;

	private final Duration timeout;

	private final @Nullable Long maxLag;

	/**
	 * Creates the indicator.
	 * @param connection the state
	 * @param supervisor the processes
	 * @param watchers the watchers
	 * @param timeout how long the server may take to answer
	 * @param maxLag how many versions a watcher may be behind, {@code null} for any
	 * number
	 */
	public ZProcHealthIndicator(StateConnection connection, WorkerSupervisor supervisor, ApplicationWatchers watchers,
			Duration timeout, @Nullable Long maxLag) {
		this.connection = connection;
		this.supervisor = supervisor;
		this.watchers = watchers;
		this.timeout = timeout;
		this.maxLag = maxLag;
	}

	/**
	 * The state server as it answered.
	 *
	 * @param pid its process id
	 * @param address where it takes requests
	 * @param pingMs how long it took to answer, in milliseconds
	 */
	public record ServerDetail(long pid, String address, double pingMs) {

	}

	/**
	 * A worker that has failed for good.
	 *
	 * @param name the worker and its instance
	 * @param pid the process id
	 * @param exitCode the exit code
	 * @param failure what happened
	 */
	public record FailedWorker(String name, long pid, @Nullable Integer exitCode, @Nullable String failure) {

		static FailedWorker of(ProcessRecord record) {
			String failure = record.failure();
			// Only the first line: the others may be the output of the process.
			return new FailedWorker(record.name() + "-" + record.instance(), record.pid(), record.exitCode(),
					(failure != null) ? failure.lines().findFirst().orElse("") : null);
		}

	}

	/**
	 * A worker whose process is hung.
	 *
	 * @param name the worker and its instance
	 * @param pid the process id
	 * @param since when its last heartbeat was
	 */
	public record HungWorker(String name, long pid, @Nullable Instant since) {

	}

	/**
	 * A watcher that has ended, or lags too far behind.
	 *
	 * @param name its name
	 * @param running whether it gets changes
	 * @param lag how many versions it is behind
	 */
	public record BadWatcher(String name, boolean running, long lag) {

	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		List<FailedWorker> failed = this.supervisor.failed().stream().map(FailedWorker::of).toList();
		List<HungWorker> hung = this.supervisor.hung()
			.stream()
			.map((record) -> new HungWorker(record.name() + "-" + record.instance(), record.pid(), record.hungSince()))
			.toList();
		List<BadWatcher> bad = this.watchers.statuses()
			.stream()
			.filter(this::isBad)
			.map((watcher) -> new BadWatcher(watcher.name(), watcher.running(), watcher.lag()))
			.toList();
		if (!failed.isEmpty()) {
			health.down().withDetail("failedWorkers", failed);
		}
		if (!hung.isEmpty()) {
			health.down().withDetail("hungWorkers", hung);
		}
		if (!bad.isEmpty()) {
			health.down().withDetail("watchers", bad);
		}
		askServer(health);
		return health.build();
	}

	private boolean isBad(WatcherStatus watcher) {
		return !watcher.running() || (this.maxLag != null && watcher.lag() > this.maxLag);
	}

	private void askServer(Health.Builder health) {
		if (!this.connection.isConnected()) {
			health.withDetail("server", "not used yet");
			return;
		}
		try {
			long start = System.nanoTime();
			ServerInfo info = this.connection.client().engine().ping().await(this.timeout);
			double pingMs = Math.round((System.nanoTime() - start) / 1_000.0) / 1_000.0;
			health.withDetail("server", new ServerDetail(info.pid(), info.address(), pingMs));
		}
		catch (ZProcException ex) {
			health.down(ex);
		}
	}

}
