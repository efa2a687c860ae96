package io.zproc.actuate.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.zproc.ProcessState;
import io.zproc.SwarmProgress;
import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.actuate.metrics.MetricsSnapshot.WatcherSample;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.ServerStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one registry that show what there is now: what is gone has none.
 */
final class RegistryGauges {

	private final MeterRegistry registry;

	private final Cardinality<Owner> owners;

	private final Cardinality<String> namespaces;

	private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();

	RegistryGauges(MeterRegistry registry, Cardinality<Owner> owners, Cardinality<String> namespaces) {
		this.registry = registry;
		this.owners = owners;
		this.namespaces = namespaces;
	}

	void update(MetricsSnapshot snapshot) {
		state(snapshot.statistics());
		processes(snapshot.processes());
		List<Row<?>> lags = new ArrayList<>();
		for (WatcherSample watcher : snapshot.watchers()) {
			if (this.owners.of(watcher.owner()).equals(Owner.OTHER)) {
				continue;
			}
			lags.add(Row.of(
					watcher.owner()
						.tags()
						.and("watcher", watcher.telemetry().status().name(), "namespace",
								this.namespaces.of(watcher.telemetry().status().namespace())),
					watcher.telemetry().status().lag()));
		}
		show("zproc.watcher.lag", "How many versions a watcher is behind", "versions", lags);
		swarms(snapshot.swarms());
	}

	private void state(@Nullable ServerStatistics statistics) {
		Map<String, Long> sizes = new LinkedHashMap<>();
		List<Row<?>> memory = new ArrayList<>();
		List<Row<?>> limit = new ArrayList<>();
		if (statistics != null) {
			for (NamespaceStatistics namespace : statistics.namespaces()) {
				if (namespace.name().charAt(0) != Protocol.RESERVED) {
					sizes.merge(this.namespaces.of(namespace.name()), (long) namespace.size(), Long::sum);
				}
			}
			memory.add(Row.of(Tags.empty(), statistics.usedBytes()));
			limit.add(Row.of(Tags.empty(), statistics.limitBytes()));
		}
		List<Row<?>> rows = new ArrayList<>();
		sizes.forEach((namespace, size) -> rows.add(Row.of(Tags.of("namespace", namespace), size)));
		show("zproc.state.size", "How many keys a namespace has", "keys", rows);
		show("zproc.state.memory.used", "How much memory all entries and histories take", "bytes", memory);
		show("zproc.state.memory.limit", "Above which memory writes are refused", "bytes", limit);
	}

	private void processes(List<ProcessSample> processes) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		for (ProcessState state : ProcessState.values()) {
			counts.put(state.name(), 0);
		}
		counts.put(MetricsCollector.HUNG, 0);
		for (ProcessSample process : processes) {
			if (!process.owner().equals(Owner.SERVER)) {
				counts.merge(process.state(), 1, Integer::sum);
			}
		}
		List<Row<?>> rows = new ArrayList<>();
		counts.forEach((state, count) -> rows.add(Row.of(Tags.of("state", state.toLowerCase(Locale.ROOT)), count)));
		show("zproc.process.count", "How many processes are remembered", null, rows);
		use(processes, "zproc.process.cpu.usage", "How many processors a process keeps busy", "cpus", Use::cpu);
		use(processes, "zproc.process.memory.rss", "How much memory a process has resident", "bytes", Use::rss);
		use(processes, "zproc.process.memory.heap", "How much of its heap a worker's process used last", "bytes",
				Use::heap);
		use(processes, "zproc.process.uptime", "How long a process lives", "seconds", Use::uptimeSeconds);
	}

	private void use(List<ProcessSample> processes, String name, String description, String unit,
			Function<Use, @Nullable Number> value) {
		List<Row<?>> rows = new ArrayList<>();
		for (ProcessSample process : processes) {
			Number number = (process.use() != null) ? value.apply(process.use()) : null;
			if (number != null && !this.owners.of(process.owner()).equals(Owner.OTHER)) {
				rows.add(Row.of(process.owner().tags(), number));
			}
		}
		show(name, description, unit, rows);
	}

	private void swarms(Map<String, SwarmProgress> swarms) {
		swarm(swarms, "size", "How many processes a swarm shall have", SwarmProgress::size);
		swarm(swarms, "processes", "How many processes of a swarm are ready", SwarmProgress::processes);
		swarm(swarms, "waiting", "Calls that no process was given yet", SwarmProgress::waiting);
		swarm(swarms, "running", "Calls that processes were given", SwarmProgress::running);
		swarm(swarms, "done", "Calls that have returned", SwarmProgress::done);
		swarm(swarms, "failed", "Calls that have thrown, or were lost", SwarmProgress::failed);
		swarm(swarms, "set.aside", "Calls of chunks that have killed too many processes", SwarmProgress::setAside);
	}

	private void swarm(Map<String, SwarmProgress> swarms, String name, String description,
			ToDoubleFunction<SwarmProgress> value) {
		List<Row<?>> rows = new ArrayList<>();
		swarms.forEach((swarm, progress) -> rows.add(Row.of(Tags.of("swarm", swarm), value.applyAsDouble(progress))));
		show("zproc.swarm." + name, description, null, rows);
	}

	private void show(String name, String description, @Nullable String unit, List<Row<?>> rows) {
		this.gauges
			.computeIfAbsent(name,
					(key) -> MultiGauge.builder(key).description(description).baseUnit(unit).register(this.registry))
			.register(rows, true);
	}

}
