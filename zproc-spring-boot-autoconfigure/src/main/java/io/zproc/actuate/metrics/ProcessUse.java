package io.zproc.actuate.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.zproc.process.ProcessUsage;
import org.jspecify.annotations.Nullable;

/**
 * What processes of this machine take of it: their CPU time from one look to the next,
 * and, on Linux, their resident memory.
 *
 * @since 0.1.0
 */
public final class ProcessUse {

	private Map<Long, Look> last = new HashMap<>();

	private Map<Long, Look> now = new HashMap<>();

	private record Look(long cpuNanos, long atNanos) {

	}

	/**
	 * Looks at a process.
	 * @param pid its process id
	 * @param startedAt when it was started, {@code null} to ask the system
	 * @return what it takes, {@code null} when there is no such process
	 */
	public @Nullable Use of(long pid, @Nullable Instant startedAt) {
		ProcessHandle process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
		if (process == null) {
			return null;
		}
		Instant started = (startedAt != null) ? startedAt : process.info().startInstant().orElse(null);
		double uptimeSeconds = (started != null) ? Duration.between(started, Instant.now()).toMillis() / 1_000.0 : 0;
		return new Use(cpu(pid, process), ProcessUsage.residentBytes(pid), null, Math.max(0, uptimeSeconds));
	}

	private @Nullable Double cpu(long pid, ProcessHandle process) {
		Duration total = process.info().totalCpuDuration().orElse(null);
		if (total == null) {
			return null;
		}
		Look look = new Look(total.toNanos(), System.nanoTime());
		this.now.put(pid, look);
		Look before = this.last.get(pid);
		if (before == null || look.atNanos() <= before.atNanos()) {
			return null;
		}
		double spent = look.cpuNanos() - before.cpuNanos();
		return Math.max(0, spent / (look.atNanos() - before.atNanos()));
	}

	/**
	 * Ends this look at all processes: those that it did not see are forgotten.
	 */
	public void looked() {
		this.last = this.now;
		this.now = new HashMap<>();
	}

}
