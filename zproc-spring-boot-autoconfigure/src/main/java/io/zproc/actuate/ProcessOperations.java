package io.zproc.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.zproc.ProcessManager;
import io.zproc.process.LaunchException;
import io.zproc.process.ProcessRecord;
import io.zproc.process.WorkerOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Starts, stops, restarts and scales workers for a person who asked for it, whose name is
 * logged.
 */
final class ProcessOperations {

	private static final Logger logger = LoggerFactory.getLogger(ProcessOperations.class);

	static final String ACTIONS = "start, stop, restart or scale";

	private static final int MAX_INSTANCES = 1_000;

	private final WorkerOperations workers;

	private final Supplier<ProcessManager> processes;

	ProcessOperations(WorkerOperations workers, Supplier<ProcessManager> processes) {
		this.workers = workers;
		this.processes = processes;
	}

	@Nullable List<Map<String, @Nullable Object>> run(String target, String action, @Nullable Integer instances, String who) {
		return switch (action) {
			case "start" -> done(target, "started", who, () -> this.workers.start(target));
			case "stop" -> done(target, "stopped", who, () -> this.workers.stop(target));
			case "restart" -> done(target, "restarted", who, () -> this.workers.restart(target));
			case "scale" -> scale(target, instances, who);
			default -> throw new InvalidEndpointRequestException("action: '" + action + "' (expected: " + ACTIONS + ")",
					"action is not known");
		};
	}

	/**
	 * Says that there is no such target.
	 */
	String noTarget(String target, String action) {
		return NotThere.target(target, action, this.workers.names());
	}

	private @Nullable List<Map<String, @Nullable Object>> scale(String worker, @Nullable Integer instances,
			String who) {
		if (instances == null || instances < 0 || instances > MAX_INSTANCES) {
			throw new InvalidEndpointRequestException(
					"instances: " + instances + " (expected: from 0 to " + MAX_INSTANCES + ")",
					"instances must be from 0 to " + MAX_INSTANCES);
		}
		if (!this.workers.isWorker(worker)) {
			return null;
		}
		return done(worker, "scaled to " + instances + " instances", who, () -> {
			this.processes.get().scale(worker, instances);
			return this.workers.records(worker);
		});
	}

	private static @Nullable List<Map<String, @Nullable Object>> done(String target, String what, String who,
			Supplier<@Nullable List<ProcessRecord>> operation) {
		logger.info("Worker '{}' is to be {}, asked by '{}'", target, what, who);
		try {
			List<ProcessRecord> records = operation.get();
			return (records != null) ? records.stream().map(ProcessRecord::toMap).toList() : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "the worker takes arguments",
					ex);
		}
		catch (LaunchException ex) {
			logger.warn("Worker '{}' could not be {}, asked by '{}': {}", target, what, who, ex.getMessage());
			throw ex;
		}
	}

}
