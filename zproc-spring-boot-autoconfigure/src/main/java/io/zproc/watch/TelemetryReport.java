package io.zproc.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics.Kind;
import io.zproc.client.RequestStatistics.Operation;
import io.zproc.worker.WorkerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What a process has measured since its start.
 *
 * @param worker the name of its worker
 * @param instance the number of its instance
 * @param attempt how often this instance was started
 * @param pid its process id
 * @param requests how long requests to the state server took
 * @param watchers its watchers
 * @param meters the application's own meters that are forwarded
 * @since 0.1.0
 */
public record TelemetryReport(String worker, int instance, int attempt, long pid, Map<Kind, List<Step>> requests,
		List<WatcherTelemetry> watchers, List<MeterReading> meters) {

	static TelemetryReport of(WorkerIdentity identity, Map<Kind, List<Step>> requests, List<WatcherTelemetry> watchers,
			List<MeterReading> meters) {
		return new TelemetryReport(identity.name(), identity.instance(), identity.attempt(),
				ProcessHandle.current().pid(), requests, watchers, meters);
	}

	/**
	 * This report as plain values.
	 */
	Map<String, Object> toMap() {
		Map<String, List<Long>> encoded = new LinkedHashMap<>();
		this.requests.forEach((kind, steps) -> encoded.put(kind.operation() + " " + kind.namespace(), encode(steps)));
		return Map.of("worker", this.worker, "instance", this.instance, "attempt", this.attempt, "pid", this.pid,
				"requests", encoded, "watchers", this.watchers.stream().map(TelemetryReport::encode).toList(), "meters",
				this.meters.stream().map(MeterReading::toMap).toList());
	}

	private static List<Long> encode(List<Step> steps) {
		List<Long> numbers = new ArrayList<>(3 * steps.size());
		steps.forEach((step) -> numbers.addAll(List.of((long) step.index(), step.count(), step.nanos())));
		return numbers;
	}

	private static Map<String, @Nullable Object> encode(WatcherTelemetry watcher) {
		WatcherStatus status = watcher.status();
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("name", status.name());
		map.put("namespace", status.namespace());
		map.put("position", status.position());
		map.put("lag", status.lag());
		map.put("running", status.running());
		map.put("invocations", status.invocations());
		map.put("failures", status.failures());
		WatcherStatus.Failure failure = status.lastFailure();
		map.put("failedAt", (failure != null) ? failure.time().toString() : null);
		map.put("failedVersion", (failure != null) ? failure.version() : null);
		map.put("failure", (failure != null) ? failure.message() : null);
		map.put("calls", encode(watcher.calls()));
		return map;
	}

	/**
	 * The report that plain values stand for.
	 * @param map the values
	 * @return the report
	 * @throws IllegalArgumentException when they are none
	 */
	public static TelemetryReport of(Map<?, ?> map) {
		try {
			Map<Kind, List<Step>> requests = new LinkedHashMap<>();
			((Map<?, ?>) value(map, "requests")).forEach((kind, steps) -> {
				String[] parts = String.valueOf(kind).split(" ", 2);
				requests.put(new Kind(Operation.valueOf(parts[0]), parts[1]), steps(steps));
			});
			List<WatcherTelemetry> watchers = new ArrayList<>();
			((List<?>) value(map, "watchers")).forEach((watcher) -> watchers.add(watcher((Map<?, ?>) watcher)));
			List<MeterReading> meters = ((List<?>) value(map, "meters")).stream()
				.map((meter) -> MeterReading.of((Map<?, ?>) meter))
				.toList();
			return new TelemetryReport((String) value(map, "worker"), (int) number(map, "instance"),
					(int) number(map, "attempt"), number(map, "pid"), requests, watchers, meters);
		}
		catch (ClassCastException | ArrayIndexOutOfBoundsException ex) {
			throw new IllegalArgumentException("Not a report: " + map, ex);
		}
	}

	private static WatcherTelemetry watcher(Map<?, ?> map) {
		WatcherStatus.Failure failure = (map.get("failure") instanceof String message) ? new WatcherStatus.Failure(
				Instant.parse((String) value(map, "failedAt")), number(map, "failedVersion"), message) : null;
		return new WatcherTelemetry(new WatcherStatus((String) value(map, "name"), (String) value(map, "namespace"),
				number(map, "position"), number(map, "lag"), (Boolean) value(map, "running"),
				number(map, "invocations"), number(map, "failures"), failure), steps(value(map, "calls")));
	}

	private static List<Step> steps(Object numbers) {
		List<Step> steps = new ArrayList<>();
		List<?> list = (List<?>) numbers;
		for (int i = 0; i + 2 < list.size(); i += 3) {
			steps.add(new Step(((Number) list.get(i)).intValue(), ((Number) list.get(i + 1)).longValue(),
					((Number) list.get(i + 2)).longValue()));
		}
		return steps;
	}

	static long number(Map<?, ?> map, String name) {
		return ((Number) value(map, name)).longValue();
	}

	static Object value(Map<?, ?> map, String name) {
		Object value = map.get(name);
		if (value == null) {
			throw new IllegalArgumentException("A report without " + name + ": " + map);
		}
		return value;
	}

}
