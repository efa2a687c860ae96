package io.zproc.actuate.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import org.jspecify.annotations.Nullable;

/**
 * What processes took of the machine in the last minutes, as it was looked at for the
 * meters: who begins to look on sees what was before. Where there are no meters it stays
 * empty.
 *
 * @since 0.1.0
 */
public final class UseHistory {

	private static final long SPAN_NANOS = TimeUnit.MINUTES.toNanos(5);

	/** Meters may be brought up to date more often than that. */
	private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(4);

	/** Others begin when somebody looks on. */
	static final int MAX_PROCESSES = 100;

	private final Map<String, Deque<Look>> processes = new LinkedHashMap<>();

	private final ProcessUse own = new ProcessUse();

	private @Nullable Long lookedNanos;

	/**
	 * What a process took at one time.
	 *
	 * @param age how many seconds ago
	 * @param cpu processors that it kept busy, {@code null} when that is not known
	 * @param rss bytes of memory, {@code null} when they are not known
	 */
	public record Point(long age, @Nullable Double cpu, @Nullable Long rss) {

	}

	private record Look(long atNanos, @Nullable Double cpu, @Nullable Long rss) {

	}

	/**
	 * Keeps what was seen just now, of this process, too.
	 */
	synchronized void add(MetricsSnapshot snapshot, long nowNanos) {
		if (this.lookedNanos != null && nowNanos - this.lookedNanos < STEP_NANOS) {
			return;
		}
		this.lookedNanos = nowNanos;
		Set<String> seen = new HashSet<>();
		keep("application", this.own.of(ProcessHandle.current().pid(), null), nowNanos, seen);
		this.own.looked();
		for (ProcessSample process : snapshot.processes()) {
			keep(name(process.owner()), process.use(), nowNanos, seen);
		}
		if (snapshot.statistics() != null) {
			// Otherwise the server did not answer, and those that are not seen may be
			// there.
			this.processes.keySet().retainAll(seen);
		}
		this.processes.values().removeIf((looks) -> expire(looks, nowNanos));
	}

	private void keep(String name, @Nullable Use use, long nowNanos, Set<String> seen) {
		if (use == null) {
			return;
		}
		seen.add(name);
		Deque<Look> looks = this.processes.get(name);
		if (looks == null && this.processes.size() < MAX_PROCESSES) {
			looks = new ArrayDeque<>();
			this.processes.put(name, looks);
		}
		if (looks != null) {
			looks.add(new Look(nowNanos, use.cpu(), use.rss()));
		}
	}

	private static String name(Owner owner) {
		return owner.equals(Owner.SERVER) ? "server" : owner.worker() + "-" + owner.instance();
	}

	private static boolean expire(Deque<Look> looks, long nowNanos) {
		looks.removeIf((look) -> nowNanos - look.atNanos() > SPAN_NANOS);
		return looks.isEmpty();
	}

	/**
	 * What is kept.
	 * @param nowNanos the present time, as of {@link System#nanoTime()}
	 * @return the points of each process, the oldest one first, by {@code application},
	 * {@code server}, and the worker and the instance with a dash in between
	 */
	public synchronized Map<String, List<Point>> points(long nowNanos) {
		Map<String, List<Point>> points = new LinkedHashMap<>();
		this.processes.forEach((name, looks) -> points.put(name,
				looks.stream().map((look) -> point(look, nowNanos - look.atNanos())).toList()));
		return points;
	}

	private static Point point(Look look, long ageNanos) {
		return new Point(Math.max(0, Duration.ofNanos(ageNanos).toSeconds()), look.cpu(), look.rss());
	}

}
