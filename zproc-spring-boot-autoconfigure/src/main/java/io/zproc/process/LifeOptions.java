package io.zproc.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;

import io.zproc.OnHung;
import io.zproc.ZProcWorker;
import io.zproc.process.DebugPort.Debugging;
import org.jspecify.annotations.Nullable;

/**
 * What one place says about the life of a worker's processes; the places are the
 * properties of a worker, its annotation, and the properties of all workers. {@code null}
 * says nothing.
 *
 * @param after the workers that must be ready before it is started
 * @param stopGrace how long it may take to stop
 * @param timeLimit how long a run may take
 * @param heartbeatTimeout how long its processes may have no heartbeat
 * @param onHung what is done about those that had none for longer
 * @param debug whether its JVM can be debugged
 * @param debugSuspend whether it waits for a debugger then
 * @since 0.1.0
 */
public record LifeOptions(@Nullable List<String> after, @Nullable Duration stopGrace, @Nullable Duration timeLimit,
		@Nullable Duration heartbeatTimeout, @Nullable OnHung onHung, boolean debug, boolean debugSuspend) {

	/**
	 * Takes the default for nothing.
	 */
	public LifeOptions {
		onHung = (onHung != OnHung.DEFAULT) ? onHung : null;
	}

	private static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(10);

	static final LifeOptions NOTHING = new LifeOptions(null, null, null, null, null, false, false);

	static LifeOptions of(ZProcWorker annotation) {
		return new LifeOptions((annotation.after().length != 0) ? List.of(annotation.after()) : null,
				RetryOptions.duration("stopGrace", annotation.stopGrace()),
				RetryOptions.duration("timeLimit", annotation.timeLimit()),
				RetryOptions.duration("heartbeatTimeout", annotation.heartbeatTimeout()), annotation.onHung(), false,
				false);
	}

	LifeOptions or(LifeOptions other) {
		return new LifeOptions(RetryOptions.first(this.after, other.after),
				RetryOptions.first(this.stopGrace, other.stopGrace),
				RetryOptions.first(this.timeLimit, other.timeLimit),
				RetryOptions.first(this.heartbeatTimeout, other.heartbeatTimeout),
				RetryOptions.first(this.onHung, other.onHung), this.debug || other.debug,
				this.debugSuspend || other.debugSuspend);
	}

	/**
	 * The life that these options make, with the defaults for what they do not say.
	 */
	WorkerLife toLife(boolean reportsReady) {
		// Who debugs takes time.
		Debugging debugging = Debugging.of(this.debug, this.debugSuspend);
		Duration limit = (debugging == Debugging.OFF) ? this.timeLimit : null;
		return new WorkerLife(new LinkedHashSet<>((this.after != null) ? this.after : List.of()), reportsReady,
				(this.stopGrace != null) ? this.stopGrace : DEFAULT_STOP_GRACE, limit,
				HeartbeatPolicy.of(this.heartbeatTimeout, this.onHung, debugging != Debugging.OFF), debugging);
	}

}
